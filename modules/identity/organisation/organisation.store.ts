import type { Selectable } from 'kysely';
import { type AnyDb, own } from '#platform/db/own.ts';
import { queryableOf } from '#platform/db/queryable.ts';
import type { IdentityOrganisation } from '#platform/db/schema.generated.ts';
import { versionOf } from '#platform/http/row-version.ts';
import { GOVERNMENT, type OrganisationKind, type OutsideKind } from '../role.ts';
import type { GovernmentOrganisation } from './government.ts';

/** The table's check allows no other kind. */
export type OrganisationRow = Omit<Selectable<IdentityOrganisation>, 'kind'> & { kind: OrganisationKind };

export async function findOrganisation(db: AnyDb, organisationNo: number): Promise<OrganisationRow | undefined> {
  return own('identity')(db)
    .selectFrom('identity.organisation')
    .selectAll()
    .$narrowType<{ kind: OrganisationKind }>()
    .where('organisation_no', '=', organisationNo)
    .executeTakeFirst();
}

export async function organisationNames(db: AnyDb, organisationNos: readonly number[]): Promise<Map<number, string>> {
  if (organisationNos.length === 0) return new Map();
  const rows = await own('identity')(db)
    .selectFrom('identity.organisation')
    .select(['organisation_no', 'name'])
    .where('organisation_no', 'in', organisationNos)
    .execute();
  return new Map(rows.map(({ organisation_no, name }) => [organisation_no, name]));
}

/** As it stands, and nobody else changes it until the transaction ends. */
export async function lockOrganisation(db: AnyDb, organisationNo: number): Promise<OrganisationRow | undefined> {
  await own('identity')(db)
    .selectFrom('identity.organisation')
    .select('organisation_no')
    .where('organisation_no', '=', organisationNo)
    .forUpdate()
    .execute();
  return findOrganisation(db, organisationNo);
}

/** 组织版本: what the administrators' screens show of it. */
export function organisationVersion({ kind, name, division, from_day, until_day }: OrganisationRow): string {
  return versionOf({ kind, name, division, from_day, until_day });
}

export async function selectGovernment(db: AnyDb, division: string): Promise<OrganisationRow> {
  return own('identity')(db)
    .selectFrom('identity.organisation')
    .selectAll()
    .$narrowType<{ kind: OrganisationKind }>()
    .where('kind', '=', GOVERNMENT)
    .where('division', '=', division)
    .executeTakeFirstOrThrow();
}

/** Returns how many rows were new or changed. */
export async function upsertGovernment(db: AnyDb, wanted: readonly GovernmentOrganisation[]): Promise<number> {
  const { rows } = await queryableOf(db).query(
    `insert into identity.organisation (kind, name, division, from_day, until_day)
     select '${GOVERNMENT}', name, division, from_day, until_day
     from unnest($1::text[], $2::text[], $3::date[], $4::date[]) with ordinality as wanted(name, division, from_day, until_day, place)
     order by place
     on conflict (division) where kind = '${GOVERNMENT}' do update
       set name = excluded.name, from_day = excluded.from_day, until_day = excluded.until_day
       where (organisation.name, organisation.from_day, organisation.until_day)
         is distinct from (excluded.name, excluded.from_day, excluded.until_day)
     returning organisation_no`,
    [
      wanted.map(({ name }) => name),
      wanted.map(({ division }) => division),
      wanted.map(({ fromDay }) => fromDay),
      wanted.map(({ untilDay }) => untilDay),
    ],
  );
  return rows.length;
}

export type NewOrganisation = { kind: OutsideKind; name: string; division: string; fromDay: string };

/** Undefined when such a one stands already. */
export async function insertOrganisation(db: AnyDb, wish: NewOrganisation): Promise<number | undefined> {
  const row = await own('identity')(db)
    .insertInto('identity.organisation')
    .values({ kind: wish.kind, name: wish.name, division: wish.division, from_day: wish.fromDay })
    .onConflict((conflict) => conflict.doNothing())
    .returning('organisation_no')
    .executeTakeFirst();
  return row?.organisation_no;
}

export async function setOrganisationEnd(db: AnyDb, organisationNo: number, untilDay: string): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.organisation')
    .set({ until_day: untilDay })
    .where('organisation_no', '=', organisationNo)
    .execute();
}
