import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { type Account, whoAmI } from '#modules/identity/contract.ts';
import { call } from '#platform/contract/call.ts';

/** 当前登录人: asked once, until the server says that nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: ['identity', 'me'],
  queryFn: () => call(whoAmI),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Signed in: the frame knows it without asking again. */
export function rememberSession(queryClient: QueryClient, account: Account): void {
  queryClient.setQueryData(sessionQuery.queryKey, { account, setupNeeded: false });
}

/** The same person under another post, or with a password of his own: what was seen before is asked again. */
export function becomeAccount(queryClient: QueryClient, account: Account): void {
  queryClient.removeQueries();
  rememberSession(queryClient, account);
}

/** Nobody is signed in: nothing that the last one saw stays in the browser's memory. */
export function forgetSession(queryClient: QueryClient): void {
  queryClient.clear();
  queryClient.setQueryData(sessionQuery.queryKey, { account: null, setupNeeded: false });
}

export function mayDo(account: Account, permission: string): boolean {
  return account.permissions.includes(permission);
}
