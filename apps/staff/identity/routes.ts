import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import {
  accountSearch,
  directorySearch,
  matrixSearch,
  organisationSearch,
  sessionSearch,
  signInSearch,
} from '../search.ts';
import { OWN_PASSWORD, OWN_SECOND_FACTOR, signedIn } from '../signed-in.tsx';
import { PROVED } from './proved.ts';

const accounts = createRoute({
  getParentRoute: () => signedIn,
  path: '/accounts',
  validateSearch: accountSearch,
  component: lazyRouteComponent(() => import('./accounts-page.tsx'), 'AccountsPage'),
});

const account = createRoute({
  getParentRoute: () => signedIn,
  path: '/accounts/$accountNo',
  component: lazyRouteComponent(() => import('./account-page.tsx'), 'AccountPage'),
});

const organisations = createRoute({
  getParentRoute: () => signedIn,
  path: '/organisations',
  validateSearch: organisationSearch,
  component: lazyRouteComponent(() => import('./organisations-page.tsx'), 'OrganisationsPage'),
});

const directory = createRoute({
  getParentRoute: () => signedIn,
  path: '/directory',
  validateSearch: directorySearch,
  component: lazyRouteComponent(() => import('./directory-page.tsx'), 'DirectoryPage'),
});

const sessions = createRoute({
  getParentRoute: () => signedIn,
  path: '/sessions',
  validateSearch: sessionSearch,
  component: lazyRouteComponent(() => import('./sessions-page.tsx'), 'SessionsPage'),
});

const ownSessions = createRoute({
  getParentRoute: () => signedIn,
  path: '/own/sessions',
  component: lazyRouteComponent(() => import('./own-sessions-page.tsx'), 'OwnSessionsPage'),
});

const matrix = createRoute({
  getParentRoute: () => signedIn,
  path: '/matrix',
  validateSearch: matrixSearch,
  component: lazyRouteComponent(() => import('./matrix-page.tsx'), 'MatrixPage'),
});

const ownPassword = createRoute({
  getParentRoute: () => signedIn,
  path: OWN_PASSWORD,
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('./own-password-page.tsx'), 'OwnPasswordPage'),
});

const ownSecondFactor = createRoute({
  getParentRoute: () => signedIn,
  path: OWN_SECOND_FACTOR,
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('./second-factor-page.tsx'), 'SecondFactorPage'),
});

/** Where a browser's second window comes back from proving elsewhere. */
const proved = createRoute({
  getParentRoute: () => signedIn,
  path: PROVED,
  component: lazyRouteComponent(() => import('./proved-page.tsx'), 'ProvedPage'),
});

const ownSecurity = createRoute({
  getParentRoute: () => signedIn,
  path: '/own/security',
  component: lazyRouteComponent(() => import('./own-security-page.tsx'), 'OwnSecurityPage'),
});

export const identityRoutes = [
  accounts,
  account,
  organisations,
  directory,
  matrix,
  sessions,
  ownSessions,
  ownPassword,
  ownSecondFactor,
  ownSecurity,
  proved,
] as const;
