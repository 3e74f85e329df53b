import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { auditSearch, seenSearch } from '../search.ts';
import { signedIn } from '../signed-in.tsx';

const audit = createRoute({
  getParentRoute: () => signedIn,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('./audit-page.tsx'), 'AuditPage'),
});

const auditEntry = createRoute({
  getParentRoute: () => signedIn,
  path: '/audit/entries/$entryNo',
  component: lazyRouteComponent(() => import('./entry-page.tsx'), 'EntryPage'),
});

const auditSeen = createRoute({
  getParentRoute: () => signedIn,
  path: '/audit/seen',
  validateSearch: seenSearch,
  component: lazyRouteComponent(() => import('./seen-page.tsx'), 'SeenPage'),
});

const auditState = createRoute({
  getParentRoute: () => signedIn,
  path: '/audit/state',
  component: lazyRouteComponent(() => import('./state-page.tsx'), 'AuditStatePage'),
});

export const auditRoutes = [audit, auditEntry, auditSeen, auditState] as const;
