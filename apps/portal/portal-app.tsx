import { lazy, Suspense } from 'react';
import { hasArrived } from './identity/arrival.ts';
import { DuePage } from './policy/due-page.tsx';
import { PortalFrame } from './portal-frame.tsx';
import { useView } from './view.ts';

// What needs a sign-in is loaded only when somebody goes there: the public question stays light.
const SignedIn = lazy(() => import('./signed-in.tsx').then((module) => ({ default: module.SignedIn })));

/** 我能领多少 for everybody; everything else behind the sign-in. */
export function PortalApp() {
  const view = useView();
  if (view === 'due' && !hasArrived()) {
    return (
      <PortalFrame>
        <DuePage />
      </PortalFrame>
    );
  }
  return (
    <PortalFrame isOwn>
      <Suspense fallback={<p role="status">正在打开……</p>}>
        <SignedIn view={view === 'due' ? 'own' : view} />
      </Suspense>
    </PortalFrame>
  );
}
