import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { homeOf } from '../identity/navigation.ts';
import { listSearch, monthSearch, personSearch } from '../search.ts';
import { signedIn } from '../signed-in.tsx';

const month = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  validateSearch: monthSearch,
  beforeLoad: ({ context: { account } }) => {
    const home = homeOf(account);
    if (home !== '/') throw redirect({ to: home, replace: true });
  },
  component: lazyRouteComponent(() => import('../identity/home-page.tsx'), 'HomePage'),
});

const county = createRoute({
  getParentRoute: () => signedIn,
  path: '/months/$month/counties/$county',
  component: lazyRouteComponent(() => import('./county-page.tsx'), 'CountyPage'),
});

const list = createRoute({
  getParentRoute: () => signedIn,
  path: '/months/$month/counties/$county/list',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('./list-page.tsx'), 'ListPage'),
});

const person = createRoute({
  getParentRoute: () => signedIn,
  path: '/people/$personNo',
  validateSearch: personSearch,
  component: lazyRouteComponent(() => import('./person-page.tsx'), 'PersonPage'),
});

export const allowanceRoutes = [month, county, list, person] as const;
