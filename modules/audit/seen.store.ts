import type { AnyDb } from '#platform/db/own.ts';
import { queryableOf } from '#platform/db/queryable.ts';
import { type EntryFilter, whereOf } from './entry.store.ts';

type Span = { times: number; firstAt: Date; lastAt: Date };
const SPAN = `count(*)::int as times, min(e.at) as "firstAt", max(e.at) as "lastAt"`;

export type SeerRow = Span & { accountNo: number | null; accountName: string; postNo: number | null; onLists: number };

/** Who looked at the person of the filter, by account and last post. */
export async function seersOf(db: AnyDb, filter: EntryFilter & { person: number }): Promise<SeerRow[]> {
  const { text, values } = whereOf(filter);
  const { rows } = await queryableOf(db).query<SeerRow>(
    `select max(e.account_no) as "accountNo", e.account_name as "accountName",
       (array_agg(e.post_no order by e.at desc))[1] as "postNo", ${SPAN},
       count(*) filter (where e.list_hash is not null)::int as "onLists"
     from platform.audit_entry e where ${text} and e.outcome <> 'refused'
     group by e.account_name order by max(e.at) desc limit 1000`,
    values,
  );
  return rows;
}

export type SeenRow = Span & { personNo: number };
type Of = EntryFilter & { account: string };

const SEEN = (where: string) => `
  select s.person_no as "personNo", ${SPAN}
  from platform.audit_entry e join platform.audit_subject s using (audit_no)
  where ${where} and e.outcome <> 'refused' group by s.person_no`;

/** Whom an account looked at, who was looked at last first; with how many there are. */
export async function seenBy(
  db: AnyDb,
  filter: Of,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ rows: SeenRow[]; total: number }> {
  const { text, values } = whereOf(filter);
  const { rows } = await queryableOf(db).query<SeenRow & { total: number }>(
    `select *, count(*) over ()::int as total from (${SEEN(text)}) seen
     order by "lastAt" desc, "personNo" limit ${limit} offset ${offset}`,
    values,
  );
  return { rows, total: rows[0]?.total ?? 0 };
}

/** All of them in parts, by a cursor of the caller's transaction. */
export async function* everySeenBy(db: AnyDb, filter: Of, atOnce: number): AsyncGenerator<SeenRow[]> {
  const { text, values } = whereOf(filter);
  const client = queryableOf(db);
  await client.query(
    `declare audit_seen no scroll cursor for ${SEEN(text)} order by max(e.at) desc, s.person_no`,
    values,
  );
  for (;;) {
    const { rows } = await client.query<SeenRow>(`fetch ${atOnce} from audit_seen`);
    if (rows.length === 0) break;
    yield rows;
  }
  await client.query('close audit_seen');
}

export type SeenListRow = {
  auditNo: string;
  at: Date;
  title: string;
  subject: string | null;
  count: number | null;
  listHash: string | null;
};

/** Frozen lists and files that an account looked at or took out, the latest first. */
export async function listsSeenBy(db: AnyDb, filter: Of, limit: number): Promise<SeenListRow[]> {
  const { text, values } = whereOf(filter);
  const { rows } = await queryableOf(db).query<SeenListRow>(
    `select e.audit_no::text as "auditNo", e.at, e.title, e.subject, e.item_count as "count", e.list_hash as "listHash"
     from platform.audit_entry e where ${text} and (e.list_hash is not null or e.kind = 'provision') and e.outcome <> 'refused'
     order by e.at desc, e.audit_no desc limit ${limit}`,
    values,
  );
  return rows;
}
