import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  proveEntry,
  searchEntries,
  showAuditState,
  showEntry,
  whomAccountSaw,
  whoSawPerson,
} from '#modules/audit/contract.ts';
import { call } from '#platform/contract/call.ts';
import type { AuditSearch, SeenSearch } from '../search.ts';

/** Without `page`: what an export takes too. */
export function filterOf({ page: _page, ...filter }: AuditSearch) {
  return filter;
}

export const entriesQuery = (search: AuditSearch) =>
  queryOptions({
    queryKey: ['audit', 'entries', search],
    queryFn: () => call(searchEntries, { query: { ...search, page: search.page ?? 1 } }),
    placeholderData: keepPreviousData,
  });

export const entryQuery = (entryNo: string) =>
  queryOptions({
    queryKey: ['audit', 'entry', entryNo],
    queryFn: () => call(showEntry, { params: { entryNo } }),
    staleTime: 60_000,
  });

/** Asked for by a button, never by itself. */
export function prove(entryNo: string) {
  return call(proveEntry, { params: { entryNo } });
}

export const whoSawQuery = ({ person, from, to }: SeenSearch) =>
  queryOptions({
    queryKey: ['audit', 'who-saw', person, from, to],
    queryFn: () => call(whoSawPerson, { query: { person: person ?? 0, from, to } }),
    enabled: person !== undefined,
    staleTime: 60_000,
  });

export const whomSawQuery = ({ account, from, to, page }: SeenSearch) =>
  queryOptions({
    queryKey: ['audit', 'whom-saw', account, from, to, page],
    queryFn: () => call(whomAccountSaw, { query: { account: account ?? '', from, to, page: page ?? 1 } }),
    enabled: account !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

export const stateQuery = queryOptions({
  queryKey: ['audit', 'state'],
  queryFn: () => call(showAuditState),
});
