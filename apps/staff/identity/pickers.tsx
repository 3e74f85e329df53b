import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { type AccountRowShown, ORGANISATION_KIND_NAMES, type Organisation } from '#modules/identity/contract.ts';
import { accountsQuery, type OrganisationFilter, organisationsQuery } from './identity-queries.ts';
import { type Found, Picker } from './picker.tsx';
import { postText, standOf } from './words.ts';

type FieldProps<T> = { id?: string; value?: T | undefined; onChange?: (value: T | undefined) => void };

/** 选组织: those that are there today or will be. */
export function OrganisationPicker(field: FieldProps<Organisation>) {
  return (
    <Picker<Organisation>
      {...field}
      placeholder="写组织名称的一部分，例如“玉环市民政局”"
      useFound={useOrganisations}
      keyOf={({ organisationNo }) => organisationNo}
      nameOf={({ name }) => name}
      noteOf={({ kind, divisionName }) => `${ORGANISATION_KIND_NAMES[kind]}，${divisionName}`}
      isWanted={isThere}
    />
  );
}

/** 选所在地: found by the government organisation that stands for it. */
export function PlacePicker(field: FieldProps<Organisation>) {
  return (
    <Picker<Organisation>
      {...field}
      placeholder="写地名，例如“玉环市”"
      useFound={useGovernment}
      keyOf={({ division }) => division}
      nameOf={({ divisionName }) => divisionName}
      noteOf={({ division }) => `区划代码 ${division}`}
      isWanted={isThere}
    />
  );
}

/** 选账号: accounts in use, without the one given. */
export function AccountPicker({ without, ...field }: FieldProps<AccountRowShown> & { without: number }) {
  return (
    <Picker<AccountRowShown>
      {...field}
      placeholder="写姓名或账号的一部分"
      useFound={useAccounts}
      keyOf={({ accountNo }) => accountNo}
      nameOf={({ displayName, name }) => `${displayName}（${name}）`}
      noteOf={({ posts }) => (posts.length === 0 ? '没有岗位' : posts.map(postText).join('；'))}
      isWanted={({ accountNo, endedOn }) => accountNo !== without && endedOn === null}
    />
  );
}

function useAccounts(typed: string | undefined): Found<AccountRowShown> {
  const answer = useQuery({ ...accountsQuery({ search: typed }, 1), enabled: typed !== undefined });
  return foundOf(answer, answer.data?.accounts);
}

function useOrganisations(typed: string | undefined): Found<Organisation> {
  return useFoundOrganisations({ search: typed });
}

function useGovernment(typed: string | undefined): Found<Organisation> {
  return useFoundOrganisations({ search: typed, kind: 'government' });
}

function useFoundOrganisations(filter: OrganisationFilter): Found<Organisation> {
  const answer = useQuery({ ...organisationsQuery(filter, 1), enabled: filter.search !== undefined });
  return foundOf(answer, answer.data?.organisations);
}

/** An older answer kept in view is not the answer yet. */
function foundOf<T>(answer: UseQueryResult<{ total: number }>, rows: readonly T[] = []): Found<T> {
  const { data, error, isPending, isPlaceholderData } = answer;
  return { rows, total: data?.total ?? 0, error, isPending: isPending || isPlaceholderData };
}

function isThere(organisation: Organisation): boolean {
  return standOf(organisation) !== 'over';
}
