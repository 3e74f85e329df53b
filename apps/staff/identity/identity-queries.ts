import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  type AccountState,
  type ConflictKind,
  type ConflictState,
  listAccounts,
  listConflicts,
  listDirectoryChanges,
  listOrganisations,
  listOwnSessions,
  listSessions,
  listWays,
  type OrganisationKind,
  showAccount,
  showDirectory,
  showMatrix,
  showOwnSecurity,
} from '#modules/identity/contract.ts';
import { call } from '#platform/contract/call.ts';
import type { Reply } from '#platform/contract/route.ts';

/** All that the administrators' acts may change. */
export const DIRECTORY_KEY = ['identity', 'directory'];
export const SESSIONS_KEY = ['identity', 'sessions'];

export type AccountAnswer = Reply<typeof showAccount>;
export type StandIn = AccountAnswer['standIns'][number];

export type OrganisationFilter = {
  search?: string | undefined;
  kind?: OrganisationKind | undefined;
  division?: string | undefined;
};
export type AccountFilter = {
  search?: string | undefined;
  organisationNo?: number | undefined;
  state?: AccountState | undefined;
};

export const organisationsQuery = (filter: OrganisationFilter, page: number) =>
  queryOptions({
    queryKey: [...DIRECTORY_KEY, 'organisations', filter, page],
    queryFn: () => call(listOrganisations, { query: { ...filter, page } }),
    placeholderData: keepPreviousData,
  });

/** 所在地 by its code, in the words of the list; undefined for a code nobody has. */
export const placeQuery = (division: string | undefined) =>
  queryOptions({
    queryKey: [...DIRECTORY_KEY, 'place', division],
    queryFn: async () => {
      const { organisations } = await call(listOrganisations, { query: { division, kind: 'government', page: 1 } });
      return organisations.find((one) => one.division === division)?.divisionName ?? null;
    },
    enabled: division !== undefined,
  });

export const accountsQuery = (filter: AccountFilter, page: number) =>
  queryOptions({
    queryKey: [...DIRECTORY_KEY, 'accounts', filter, page],
    queryFn: () => call(listAccounts, { query: { ...filter, page } }),
    placeholderData: keepPreviousData,
  });

export const accountQuery = (accountNo: number) =>
  queryOptions({
    queryKey: [...DIRECTORY_KEY, 'account', accountNo],
    queryFn: () => call(showAccount, { params: { accountNo } }),
  });

export const sessionsQuery = (search: string | undefined, page: number) =>
  queryOptions({
    queryKey: [...SESSIONS_KEY, 'all', search, page],
    queryFn: () => call(listSessions, { query: { search, page } }),
    placeholderData: keepPreviousData,
  });

export const waysQuery = queryOptions({ queryKey: ['identity', 'ways'], queryFn: () => call(listWays) });

export const directoryQuery = queryOptions({
  queryKey: [...DIRECTORY_KEY, 'sync'],
  queryFn: () => call(showDirectory),
});

export const directoryChangesQuery = (syncNo: number, page: number) =>
  queryOptions({
    queryKey: [...DIRECTORY_KEY, 'changes', syncNo, page],
    queryFn: () => call(listDirectoryChanges, { query: { syncNo, page } }),
    placeholderData: keepPreviousData,
  });

export const conflictsQuery = (filter: { state: ConflictState; kind?: ConflictKind | undefined }, page: number) =>
  queryOptions({
    queryKey: [...DIRECTORY_KEY, 'conflicts', filter, page],
    queryFn: () => call(listConflicts, { query: { ...filter, page } }),
    placeholderData: keepPreviousData,
  });

export const ownSecurityQuery = queryOptions({
  queryKey: ['identity', 'own-security'],
  queryFn: () => call(showOwnSecurity),
});

export const ownSessionsQuery = queryOptions({
  queryKey: [...SESSIONS_KEY, 'own'],
  queryFn: () => call(listOwnSessions),
});

/** 权限表: changes only when the server is another one. */
export const matrixQuery = queryOptions({
  queryKey: ['identity', 'matrix'],
  queryFn: () => call(showMatrix),
  staleTime: 600_000,
});
