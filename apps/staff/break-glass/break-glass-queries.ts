import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { listOpenings, listOwnOpenings } from '#modules/identity/contract.ts';
import { call } from '#platform/contract/call.ts';

export const OPENINGS_KEY = ['identity', 'break-glass'];

export const ownOpeningsQuery = queryOptions({
  queryKey: [...OPENINGS_KEY, 'own'],
  queryFn: () => call(listOwnOpenings),
});

/** Asked again every half minute: an opening is on the desk within a minute. */
export const openingsQuery = (state: 'waiting' | 'reviewed', page: number) =>
  queryOptions({
    queryKey: [...OPENINGS_KEY, state, page],
    queryFn: () => call(listOpenings, { query: { state, page } }),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
