import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { sessionQuery } from './identity/session.ts';
import { NotFound, PageFailed } from './not-found.tsx';
import {
  listSearch,
  monthSearch,
  parseSearch,
  personSearch,
  rulebookSearch,
  ruleSearch,
  signInSearch,
  stringifySearch,
} from './search.ts';
import { Shell } from './shell.tsx';

type RouterContext = { queryClient: QueryClient };

const root = createRootRouteWithContext<RouterContext>()();

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('./identity/sign-in-page.tsx'), 'SignInPage'),
});

/** Everything but signing in: who is not signed in goes there first and comes back to this address. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    const { account } = await context.queryClient.ensureQueryData(sessionQuery);
    if (account === null) throw redirect({ to: '/sign-in', search: { back: location.href }, replace: true });
    return { account };
  },
});

const month = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  validateSearch: monthSearch,
  component: lazyRouteComponent(() => import('./allowances/month-page.tsx'), 'MonthPage'),
});

const county = createRoute({
  getParentRoute: () => signedIn,
  path: '/months/$month/counties/$county',
  component: lazyRouteComponent(() => import('./allowances/county-page.tsx'), 'CountyPage'),
});

const list = createRoute({
  getParentRoute: () => signedIn,
  path: '/months/$month/counties/$county/list',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('./allowances/list-page.tsx'), 'ListPage'),
});

const person = createRoute({
  getParentRoute: () => signedIn,
  path: '/people/$personNo',
  validateSearch: personSearch,
  component: lazyRouteComponent(() => import('./allowances/person-page.tsx'), 'PersonPage'),
});

const rulebook = createRoute({
  getParentRoute: () => signedIn,
  path: '/rules',
  validateSearch: rulebookSearch,
  component: lazyRouteComponent(() => import('./policy/rulebook-page.tsx'), 'RulebookPage'),
});

const rule = createRoute({
  getParentRoute: () => signedIn,
  path: '/rule',
  validateSearch: ruleSearch,
  component: lazyRouteComponent(() => import('./policy/rule-page.tsx'), 'RulePage'),
});

/** Any other address: said inside the frame, with a way back. */
const elsewhere = createRoute({ getParentRoute: () => signedIn, path: '$', component: NotFound });

const routeTree = root.addChildren([
  signIn,
  signedIn.addChildren([month, county, list, person, rulebook, rule, elsewhere]),
]);

export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    basepath: '/staff',
    context: { queryClient },
    parseSearch,
    stringifySearch,
    scrollRestoration: true,
    defaultErrorComponent: PageFailed,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
