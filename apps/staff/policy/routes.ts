import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rulebookSearch, ruleSearch } from '../search.ts';
import { signedIn } from '../signed-in.tsx';

const rulebook = createRoute({
  getParentRoute: () => signedIn,
  path: '/rules',
  validateSearch: rulebookSearch,
  component: lazyRouteComponent(() => import('./rulebook-page.tsx'), 'RulebookPage'),
});

const rule = createRoute({
  getParentRoute: () => signedIn,
  path: '/rule',
  validateSearch: ruleSearch,
  component: lazyRouteComponent(() => import('./rule-page.tsx'), 'RulePage'),
});

export const policyRoutes = [rulebook, rule] as const;
