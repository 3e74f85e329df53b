import { queryOptions } from '@tanstack/react-query';
import { showIdentity } from '#modules/people/contract.ts';
import { call } from '#platform/contract/call.ts';
import type { Reply } from '#platform/contract/route.ts';

export type Identity = Reply<typeof showIdentity>;

export const identityQuery = (personNo: number) =>
  queryOptions({
    queryKey: ['people', 'identity', personNo],
    queryFn: () => call(showIdentity, { params: { personNo } }),
    // A person who is not (any more) in scope stays so: asking again only makes him wait.
    retry: false,
  });
