import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { showRule, showRulebook } from '#modules/policy/contract.ts';
import { call } from '#platform/contract/call.ts';
import type { Reply } from '#platform/contract/route.ts';

export type RulebookAnswer = Reply<typeof showRulebook>;
export type RuleAnswer = Reply<typeof showRule>;
export type RuleVersion = RuleAnswer['versions'][number];

export const rulebookQuery = (day: string | undefined) =>
  queryOptions({
    queryKey: ['policy', 'rulebook', day ?? 'today'],
    queryFn: () => call(showRulebook, { query: { day } }),
    placeholderData: keepPreviousData,
  });

export const ruleQuery = (file: string) =>
  queryOptions({
    queryKey: ['policy', 'rule', file],
    queryFn: () => call(showRule, { query: { file } }),
    staleTime: 60_000,
  });
