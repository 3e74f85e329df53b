import '../kit/zod-without-eval.ts';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { KitProvider } from '../kit/antd/kit-provider.tsx';
import { makeQueryClient } from '../kit/query-client.ts';
import { forgetSession } from './identity/session.ts';
import { makeRouter } from './router.tsx';
import './staff.css';

const queryClient = makeQueryClient(() => {
  forgetSession(queryClient);
  void router.invalidate();
});
const router = makeRouter(queryClient);

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <KitProvider>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </KitProvider>
  </StrictMode>,
);
