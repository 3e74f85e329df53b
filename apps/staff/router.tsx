import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { homeOf } from './identity/navigation.ts';
import { sessionQuery } from './identity/session.ts';
import { NotFound, PageFailed } from './not-found.tsx';
import {
  accountSearch,
  auditSearch,
  listSearch,
  monthSearch,
  organisationSearch,
  parseSearch,
  personSearch,
  reviewSearch,
  rulebookSearch,
  ruleSearch,
  seenSearch,
  sessionSearch,
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

const OWN_PASSWORD = '/own/password';

const OWN_SECOND_FACTOR = '/own/second-factor';

/**
 * Everything but signing in: who is not signed in goes there first and comes back to this address; whose signing in lacks a code, an
 * own password or a second factor does that before anything else.
 */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    const { account } = await context.queryClient.ensureQueryData(sessionQuery);
    if (account === null) throw redirect({ to: '/sign-in', search: { back: location.href }, replace: true });
    const wanted = account.unfinished === 'password' ? OWN_PASSWORD : account.unfinished && OWN_SECOND_FACTOR;
    if (wanted === OWN_PASSWORD && location.pathname !== wanted) throw redirect({ to: wanted, replace: true });
    if (wanted === OWN_SECOND_FACTOR && location.pathname !== wanted)
      throw redirect({ to: wanted, search: { back: backOf(location.href) }, replace: true });
    return { account };
  },
});

/** Home and the pages of signing in itself are nowhere to come back to. */
function backOf(href: string): string | undefined {
  return href === '/' || href.startsWith('/own/') ? undefined : href;
}

const month = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  validateSearch: monthSearch,
  beforeLoad: ({ context: { account } }) => {
    const home = homeOf(account);
    if (home !== '/') throw redirect({ to: home, replace: true });
  },
  component: lazyRouteComponent(() => import('./identity/home-page.tsx'), 'HomePage'),
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

const accounts = createRoute({
  getParentRoute: () => signedIn,
  path: '/accounts',
  validateSearch: accountSearch,
  component: lazyRouteComponent(() => import('./identity/accounts-page.tsx'), 'AccountsPage'),
});

const account = createRoute({
  getParentRoute: () => signedIn,
  path: '/accounts/$accountNo',
  component: lazyRouteComponent(() => import('./identity/account-page.tsx'), 'AccountPage'),
});

const organisations = createRoute({
  getParentRoute: () => signedIn,
  path: '/organisations',
  validateSearch: organisationSearch,
  component: lazyRouteComponent(() => import('./identity/organisations-page.tsx'), 'OrganisationsPage'),
});

const sessions = createRoute({
  getParentRoute: () => signedIn,
  path: '/sessions',
  validateSearch: sessionSearch,
  component: lazyRouteComponent(() => import('./identity/sessions-page.tsx'), 'SessionsPage'),
});

const audit = createRoute({
  getParentRoute: () => signedIn,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('./audit/audit-page.tsx'), 'AuditPage'),
});

const auditEntry = createRoute({
  getParentRoute: () => signedIn,
  path: '/audit/entries/$entryNo',
  component: lazyRouteComponent(() => import('./audit/entry-page.tsx'), 'EntryPage'),
});

const auditSeen = createRoute({
  getParentRoute: () => signedIn,
  path: '/audit/seen',
  validateSearch: seenSearch,
  component: lazyRouteComponent(() => import('./audit/seen-page.tsx'), 'SeenPage'),
});

const auditState = createRoute({
  getParentRoute: () => signedIn,
  path: '/audit/state',
  component: lazyRouteComponent(() => import('./audit/state-page.tsx'), 'AuditStatePage'),
});

const breakGlass = createRoute({
  getParentRoute: () => signedIn,
  path: '/break-glass',
  component: lazyRouteComponent(() => import('./break-glass/break-glass-page.tsx'), 'BreakGlassPage'),
});

const breakGlassReview = createRoute({
  getParentRoute: () => signedIn,
  path: '/break-glass/review',
  validateSearch: reviewSearch,
  component: lazyRouteComponent(() => import('./break-glass/review-page.tsx'), 'ReviewPage'),
});

const ownSessions = createRoute({
  getParentRoute: () => signedIn,
  path: '/own/sessions',
  component: lazyRouteComponent(() => import('./identity/own-sessions-page.tsx'), 'OwnSessionsPage'),
});

const ownPassword = createRoute({
  getParentRoute: () => signedIn,
  path: OWN_PASSWORD,
  component: lazyRouteComponent(() => import('./identity/own-password-page.tsx'), 'OwnPasswordPage'),
});

const ownSecondFactor = createRoute({
  getParentRoute: () => signedIn,
  path: OWN_SECOND_FACTOR,
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('./identity/second-factor-page.tsx'), 'SecondFactorPage'),
});

const ownSecurity = createRoute({
  getParentRoute: () => signedIn,
  path: '/own/security',
  component: lazyRouteComponent(() => import('./identity/own-security-page.tsx'), 'OwnSecurityPage'),
});

const elsewhere = createRoute({ getParentRoute: () => signedIn, path: '$', component: NotFound });

const routeTree = root.addChildren([
  signIn,
  signedIn.addChildren([
    month,
    county,
    list,
    person,
    rulebook,
    rule,
    accounts,
    account,
    organisations,
    sessions,
    audit,
    auditEntry,
    auditSeen,
    auditState,
    breakGlass,
    breakGlassReview,
    ownSessions,
    ownPassword,
    ownSecondFactor,
    ownSecurity,
    elsewhere,
  ]),
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
