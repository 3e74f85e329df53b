import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isPassing, needsSignIn } from './refusal.ts';

/** Questions and acts of one app. `signInNeeded` is told when the server no longer knows who is asking. */
export function makeQueryClient(signInNeeded: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (needsSignIn(error)) signInNeeded();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { retry: (failures, error) => failures < 3 && isPassing(error), staleTime: 2_000 },
      mutations: { retry: false },
    },
  });
}
