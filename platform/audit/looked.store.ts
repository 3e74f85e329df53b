import type { AnyDb } from '../db/own.ts';
import { queryableOf } from '../db/queryable.ts';

/** A row of the audit as it is told to the person it is about. */
export type LookedEntry = {
  auditNo: string;
  entryId: string;
  at: Date;
  accountNo: number | null;
  accountName: string;
  postNo: number | null;
  action: string;
  title: string;
  purpose: string | null;
  outcome: string;
  /** Named as one of a list and not by itself. */
  listHash: string | null;
};

const FIELDS = `e.audit_no::text as "auditNo", e.entry_id::text as "entryId", e.at, e.account_no as "accountNo",
  e.account_name as "accountName", e.post_no as "postNo", e.action, e.title, e.purpose, e.outcome, e.list_hash as "listHash"`;

/** Numbers of all rows about a person: that name him, or a frozen list with one of these hashes. Both by index. */
const ABOUT = `select audit_no from platform.audit_subject where person_no = $1
  union select audit_no from platform.audit_entry where list_hash = any($2::text[])`;

export type LookedWish = { personNo: number; lists: readonly string[]; limit: number; offset: number };

/** 谁看过: a page of the acts about a person that were done, the latest first, and how many there are in all. */
export async function readEntriesAbout(
  db: AnyDb,
  { personNo, lists, limit, offset }: LookedWish,
): Promise<{ entries: LookedEntry[]; total: number }> {
  const client = queryableOf(db);
  const { rows } = await client.query<LookedEntry>(
    `select ${FIELDS} from platform.audit_entry e where e.audit_no in (${ABOUT}) and e.outcome <> 'refused'
     order by e.audit_no desc limit $3 offset $4`,
    [personNo, lists, limit, offset],
  );
  const counted = await client.query<{ total: number }>(
    `select count(*)::int as total from platform.audit_entry e where e.audit_no in (${ABOUT}) and e.outcome <> 'refused'`,
    [personNo, lists],
  );
  return { entries: rows, total: counted.rows[0]?.total ?? 0 };
}

/** Whether this entry is about the person, himself or as one of these lists. */
export async function isEntryAbout(
  db: AnyDb,
  entryId: string,
  { personNo, lists }: Pick<LookedWish, 'personNo' | 'lists'>,
): Promise<boolean> {
  const { rows } = await queryableOf(db).query<{ found: boolean }>(
    `select exists (
       select from platform.audit_entry e where e.entry_id = $3 and e.outcome <> 'refused' and e.audit_no in (${ABOUT})
     ) as found`,
    [personNo, lists, entryId],
  );
  return rows[0]?.found ?? false;
}

export async function readEntriesById(db: AnyDb, entryIds: readonly string[]): Promise<LookedEntry[]> {
  if (entryIds.length === 0) return [];
  const { rows } = await queryableOf(db).query<LookedEntry>(
    `select ${FIELDS} from platform.audit_entry e where e.entry_id = any($1::uuid[])`,
    [entryIds],
  );
  return rows;
}
