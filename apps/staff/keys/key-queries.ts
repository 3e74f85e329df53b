import { queryOptions } from '@tanstack/react-query';
import { showClassification } from '#platform/classification/contract.ts';
import { call } from '#platform/contract/call.ts';
import { listKeys } from '#platform/keys/contract.ts';

const POLL_MS = 2_000;

/** Asked again and again while a rotation is under way. */
export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: () => call(listKeys),
  refetchInterval: ({ state }) => (state.data?.rotations.some(({ finishedAt }) => !finishedAt) ? POLL_MS : false),
});

export const classificationQuery = queryOptions({
  queryKey: ['classification'],
  queryFn: () => call(showClassification),
  staleTime: 60_000,
});
