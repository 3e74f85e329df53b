import '../kit/zod-without-eval.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { callThrough } from '#platform/contract/call.ts';
import './portal.css';
import { PortalApp } from './portal-app.tsx';

// Written into the page by whoever puts it elsewhere than beside the server; empty: the server this page came from.
callThrough(document.querySelector<HTMLMetaElement>('meta[name="kangyang-gateway"]')?.content ?? '');

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <PortalApp />
  </StrictMode>,
);
