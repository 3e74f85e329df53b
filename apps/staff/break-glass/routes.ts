import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { reviewSearch } from '../search.ts';
import { signedIn } from '../signed-in.tsx';

const breakGlass = createRoute({
  getParentRoute: () => signedIn,
  path: '/break-glass',
  component: lazyRouteComponent(() => import('./break-glass-page.tsx'), 'BreakGlassPage'),
});

const breakGlassReview = createRoute({
  getParentRoute: () => signedIn,
  path: '/break-glass/review',
  validateSearch: reviewSearch,
  component: lazyRouteComponent(() => import('./review-page.tsx'), 'ReviewPage'),
});

export const breakGlassRoutes = [breakGlass, breakGlassReview] as const;
