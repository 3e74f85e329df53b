import '../kit/zod-without-eval.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { DuePage } from './policy/due-page.tsx';
import './portal.css';
import { PortalFrame } from './portal-frame.tsx';

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <PortalFrame>
      <DuePage />
    </PortalFrame>
  </StrictMode>,
);
