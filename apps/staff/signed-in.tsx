import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { sessionQuery } from './identity/session.ts';
import { signInBackSearch, signInSearch } from './search.ts';
import { Shell } from './shell.tsx';

type RouterContext = { queryClient: QueryClient };

export const root = createRootRouteWithContext<RouterContext>()();

export const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('./identity/sign-in-page.tsx'), 'SignInPage'),
});

/** Where browsers come back from signing in elsewhere. */
export const signInBack = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/back',
  validateSearch: signInBackSearch,
  component: lazyRouteComponent(() => import('./identity/sign-in-back-page.tsx'), 'SignInBackPage'),
});

export const OWN_PASSWORD = '/own/password';

export const OWN_SECOND_FACTOR = '/own/second-factor';

/**
 * Everything but signing in: who is not signed in goes there first and comes back to this address; whose signing in lacks a code, an
 * own password or a second factor does that before anything else.
 */
export const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    const { account } = await context.queryClient.ensureQueryData(sessionQuery);
    if (account === null) throw redirect({ to: '/sign-in', search: { back: location.href }, replace: true });
    const wanted = account.unfinished === 'password' ? OWN_PASSWORD : account.unfinished && OWN_SECOND_FACTOR;
    if (wanted && location.pathname !== wanted)
      throw redirect({ to: wanted, search: { back: backOf(location.href) }, replace: true });
    return { account };
  },
});

/** Home and the pages of signing in itself are nowhere to come back to. */
function backOf(href: string): string | undefined {
  return href === '/' || href.startsWith('/own/') ? undefined : href;
}
