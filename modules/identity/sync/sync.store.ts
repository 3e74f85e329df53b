import type { Selectable } from 'kysely';
import { type AnyDb, own } from '#platform/db/own.ts';
import { queryableOf } from '#platform/db/queryable.ts';
import type { IdentityDirectoryPerson, IdentityDirectorySync } from '#platform/db/schema.generated.ts';
import type { Counts } from './counts.ts';
import type { DirectoryPerson, Duty, HeldPost, KnownAccount } from './known.ts';
import type { DirectoryPage, Kind } from './read-pages.ts';

export type SyncRow = Selectable<IdentityDirectorySync>;

/** A read that was broken off longer ago than this is not gone on with: its first pages are old. */
const GOES_ON_MS = 3_600_000;

/** The open one of this kind goes on where it was broken off; else a new one. One read to its end and never applied is over. */
export async function openSync(db: AnyDb, kind: Kind, by: string, now: Date): Promise<SyncRow> {
  const open = own('identity')(db);
  await open
    .updateTable('identity.directory_sync')
    .set({ ended_at: now })
    .where('kind', '=', kind)
    .where('ended_at', 'is', null)
    .where((e) =>
      e.or([
        e('started_at', '<', new Date(now.getTime() - GOES_ON_MS)),
        e.and([e('page_cursor', 'is', null), e('next_cursor', 'is not', null)]),
      ]),
    )
    .execute();
  await open
    .insertInto('identity.directory_sync')
    .values({ kind, by_whom: by, started_at: now })
    .onConflict((conflict) => conflict.column('kind').where('ended_at', 'is', null).doNothing())
    .execute();
  const row = await open
    .selectFrom('identity.directory_sync')
    .selectAll()
    .where('kind', '=', kind)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  // Another one ended it in between.
  return row ?? openSync(db, kind, by, now);
}

/** Where the next delta begins; undefined before the first full sync. */
export async function lastCursor(db: AnyDb): Promise<string | undefined> {
  const row = await own('identity')(db)
    .selectFrom('identity.directory_sync')
    .select('next_cursor')
    .where('ended_at', 'is not', null)
    .where('counts', 'is not', null)
    .orderBy('sync_no', 'desc')
    .executeTakeFirst();
  return row?.next_cursor ?? undefined;
}

export async function lastSync(db: AnyDb): Promise<SyncRow | undefined> {
  return own('identity')(db)
    .selectFrom('identity.directory_sync')
    .selectAll()
    .where('ended_at', 'is not', null)
    .orderBy('sync_no', 'desc')
    .executeTakeFirst();
}

export function isReadToItsEnd({ page_cursor, next_cursor }: SyncRow): boolean {
  return page_cursor === null && next_cursor !== null;
}

export async function findSync(db: AnyDb, syncNo: number): Promise<SyncRow | undefined> {
  return own('identity')(db)
    .selectFrom('identity.directory_sync')
    .selectAll()
    .where('sync_no', '=', syncNo)
    .executeTakeFirst();
}

/**
 * One page with where the next one begins. The next delta begins where the first page was read: what changes while the others are
 * read is read again. False: another one has applied this sync meanwhile, and what it staged is newer.
 */
export async function notePage(db: AnyDb, syncNo: number, page: DirectoryPage): Promise<boolean> {
  const open = await own('identity')(db)
    .updateTable('identity.directory_sync')
    .set((e) => ({ page_cursor: page.next, next_cursor: e.fn.coalesce('next_cursor', e.val(page.cursor)) }))
    .where('sync_no', '=', syncNo)
    .where('ended_at', 'is', null)
    .returning('sync_no')
    .executeTakeFirst();
  if (open) await stagePage(db, syncNo, page);
  return open !== undefined;
}

/** `counts` null: read only, nothing was applied. */
export async function endSync(db: AnyDb, syncNo: number, counts: Counts | null, now: Date): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.directory_sync')
    .set({ ended_at: now, counts: counts && JSON.stringify(counts) })
    .where('sync_no', '=', syncNo)
    .execute();
}

/** Syncs of both kinds may read at once: who is staged by a later one stays as that one says. */
async function stagePage(db: AnyDb, syncNo: number, page: DirectoryPage): Promise<void> {
  const { query } = queryableOf(db);
  await query(
    `insert into identity.directory_department (department_code, name, division, seen_sync)
     select distinct on (code) code, name, division, $2 from jsonb_to_recordset($1::jsonb) as page(code text, name text, division text)
     on conflict (department_code) do update
       set name = excluded.name, division = excluded.division, seen_sync = excluded.seen_sync
       where directory_department.seen_sync <= excluded.seen_sync`,
    [JSON.stringify(page.departments), syncNo],
  );
  await query(
    `insert into identity.directory_person (employee_code, display_name, is_here, positions, seen_sync)
     select distinct on ("employeeCode") "employeeCode", name, "isHere", positions, $2
     from jsonb_to_recordset($1::jsonb) as page("employeeCode" text, name text, "isHere" boolean, positions jsonb)
     on conflict (employee_code) do update
       set display_name = excluded.display_name, is_here = excluded.is_here, positions = excluded.positions, seen_sync = excluded.seen_sync
       where directory_person.seen_sync <= excluded.seen_sync`,
    [JSON.stringify(page.employees), syncNo],
  );
}

/** Whom this sync is about: everybody ever seen for a full one (who was on it neither nor on a later one has left), else those of its pages. */
export async function peopleOf(db: AnyDb, { sync_no, kind }: SyncRow): Promise<DirectoryPerson[]> {
  let query = own('identity')(db).selectFrom('identity.directory_person').selectAll().orderBy('employee_code');
  if (kind === 'delta') query = query.where('seen_sync', '>=', sync_no);
  return (await query.execute()).map((row) => personOf(row, row.is_here && row.seen_sync >= sync_no));
}

/** Who is there and has a position in this department; or this one, who may have left. */
export async function peopleConcerned(
  db: AnyDb,
  whom: { departmentCode: string } | { employeeCode: string },
): Promise<DirectoryPerson[]> {
  let query = own('identity')(db).selectFrom('identity.directory_person').selectAll();
  if ('employeeCode' in whom) query = query.where('employee_code', '=', whom.employeeCode);
  else query = query.where('is_here', '=', true).where('positions', '@>', JSON.stringify([whom]));
  return (await query.orderBy('employee_code').execute()).map((row) => personOf(row, row.is_here));
}

function personOf(row: Selectable<IdentityDirectoryPerson>, isHere: boolean): DirectoryPerson {
  return {
    employeeCode: row.employee_code,
    displayName: row.display_name,
    isHere,
    positions: row.positions as unknown as DirectoryPerson['positions'],
  };
}

export async function noteLeft(db: AnyDb, syncNo: number): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.directory_person')
    .set({ is_here: false })
    .where('seen_sync', '<', syncNo)
    .where('is_here', '=', true)
    .execute();
}

export async function selectDepartments(db: AnyDb) {
  return own('identity')(db).selectFrom('identity.directory_department').selectAll().execute();
}

export async function setDepartmentOrganisation(db: AnyDb, code: string, organisationNo: number): Promise<boolean> {
  const row = await own('identity')(db)
    .updateTable('identity.directory_department')
    .set({ organisation_no: organisationNo })
    .where('department_code', '=', code)
    .returning('department_code')
    .executeTakeFirst();
  return row !== undefined;
}

/** All accounts with the posts that go on or begin later; ended ones too, since their names and codes are known. */
export async function knownAccounts(db: AnyDb, today: string): Promise<KnownAccount[]> {
  const { rows } = await queryableOf(db).query<{
    account_no: number;
    display_name: string;
    employee_code: string | null;
    is_ended: boolean;
    posts: HeldPost[] | null;
    stands_in: Duty[] | null;
  }>(
    `select account.account_no, display_name, employee_code, coalesce(ended_on <= $1, false) as is_ended,
       (select jsonb_agg(jsonb_build_object('postNo', post_no, 'role', role, 'organisationNo', organisation_no,
          'fromDay', from_day, 'untilDay', until_day, 'directoryKey', directory_key))
        from identity.post where post.account_no = account.account_no and (until_day is null or until_day > $1)) as posts,
       (select jsonb_agg(jsonb_build_object('role', post.role, 'fromDay', stand_in.from_day, 'untilDay', least(stand_in.until_day, post.until_day)))
        from identity.stand_in join identity.post using (post_no)
        where stand_in.account_no = account.account_no and stand_in.until_day > $1) as stands_in
     from identity.account order by account.account_no`,
    [today],
  );
  return rows.map((row) => ({
    accountNo: row.account_no,
    displayName: row.display_name,
    employeeCode: row.employee_code,
    isEnded: row.is_ended,
    posts: row.posts ?? [],
    standsIn: row.stands_in ?? [],
  }));
}
