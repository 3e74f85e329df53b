import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { classificationSearch } from '../search.ts';
import { signedIn } from '../signed-in.tsx';

const keys = createRoute({
  getParentRoute: () => signedIn,
  path: '/keys',
  component: lazyRouteComponent(() => import('./keys-page.tsx'), 'KeysPage'),
});

const classification = createRoute({
  getParentRoute: () => signedIn,
  path: '/classification',
  validateSearch: classificationSearch,
  component: lazyRouteComponent(() => import('./classification-page.tsx'), 'ClassificationPage'),
});

export const keyRoutes = [keys, classification] as const;
