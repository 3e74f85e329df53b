import type { QueryClient } from '@tanstack/react-query';
import { createRoute, createRouter } from '@tanstack/react-router';
import { allowanceRoutes } from './allowances/routes.ts';
import { auditRoutes } from './audit/routes.ts';
import { breakGlassRoutes } from './break-glass/routes.ts';
import { identityRoutes } from './identity/routes.ts';
import { keyRoutes } from './keys/routes.ts';
import { NotFound, PageFailed } from './not-found.tsx';
import { peopleRoutes } from './people/routes.ts';
import { policyRoutes } from './policy/routes.ts';
import { parseSearch, stringifySearch } from './search.ts';
import { root, signedIn, signIn, signInBack } from './signed-in.tsx';

const elsewhere = createRoute({ getParentRoute: () => signedIn, path: '$', component: NotFound });

const routeTree = root.addChildren([
  signIn,
  signInBack,
  signedIn.addChildren([
    ...allowanceRoutes,
    ...policyRoutes,
    ...identityRoutes,
    ...auditRoutes,
    ...breakGlassRoutes,
    ...peopleRoutes,
    ...keyRoutes,
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
    // What a page does not know in its address is left out, and not sent to the server either.
    search: { strict: true },
    scrollRestoration: true,
    defaultErrorComponent: PageFailed,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
