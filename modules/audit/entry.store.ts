import type { AnyDb } from '#platform/db/own.ts';
import { type Queryable, queryableOf } from '#platform/db/queryable.ts';
import { MOST_COUNTED, type SealState } from './contract.ts';

/** Days as in Shanghai, both included. `lists`: hashes of the frozen lists on which the person stood. */
export type EntryFilter = {
  from?: string | undefined;
  to?: string | undefined;
  account?: string | undefined;
  post?: number | undefined;
  person?: number | undefined;
  lists?: readonly string[] | undefined;
  kind?: string | undefined;
  outcome?: string | undefined;
  action?: string | undefined;
};

export type EntryRow = {
  auditNo: string;
  at: Date;
  accountNo: number | null;
  accountName: string;
  postNo: number | null;
  address: string | null;
  action: string;
  title: string;
  purpose: string | null;
  subject: string | null;
  outcome: 'done' | 'read' | 'refused';
  kind: 'access' | 'provision' | 'rights' | 'business';
  count: number | null;
  listHash: string | null;
};
export type SealedRow = EntryRow & {
  block: number | null;
  sealedAt: Date | null;
  head: number | null;
  headLine: string | null;
};

const FIELDS = `e.audit_no, e.audit_no::text as "auditNo", e.at, e.account_no as "accountNo", e.account_name as "accountName",
  e.post_no as "postNo", e.address, e.action, e.title, e.purpose, e.subject, e.outcome, e.kind, e.item_count as "count",
  e.list_hash as "listHash"`;

// A block spans the instants of its rows: the row's block is among the first whose last row is not before it. Then the first head
// that reaches the block. Both by index; a row that is in no block costs a look at the blocks since.
const WITH_SEAL = `
  left join lateral (
    select b.block_no as block, b.sealed_at as "sealedAt" from platform.audit_block b
    where b.last_at >= e.at and b.first_at <= e.at and e.audit_no = any(b.audit_nos) order by b.last_at limit 1
  ) b on true
  left join lateral (
    select h.head_no as head, h.line as "headLine" from platform.audit_head h where h.block_no >= b.block order by h.block_no limit 1
  ) h on true`;
const SEAL_FIELDS = 'b.block, b."sealedAt", h.head, h."headLine"';

type Where = { text: string; values: unknown[] };

/** Conditions over `platform.audit_entry e`; values go in their order from $1. */
export function whereOf(filter: EntryFilter): Where {
  const values: unknown[] = [];
  const at = (value: unknown) => `$${values.push(value)}`;
  const parts = ['true'];
  if (filter.from) parts.push(`e.at >= (${at(filter.from)}::date)::timestamp at time zone 'Asia/Shanghai'`);
  if (filter.to) parts.push(`e.at < (${at(filter.to)}::date + 1)::timestamp at time zone 'Asia/Shanghai'`);
  if (filter.account) parts.push(`e.account_name = ${at(filter.account)}`);
  if (filter.post) parts.push(`e.post_no = ${at(filter.post)}`);
  if (filter.kind) parts.push(`e.kind = ${at(filter.kind)}`);
  if (filter.outcome) parts.push(`e.outcome = ${at(filter.outcome)}`);
  if (filter.action) parts.push(`e.action = ${at(filter.action)}`);
  if (filter.person) {
    const named = `select audit_no from platform.audit_subject where person_no = ${at(filter.person)}`;
    const listed = `select audit_no from platform.audit_entry where list_hash = any(${at(filter.lists ?? [])}::text[])`;
    parts.push(`e.audit_no in (${named} union ${listed})`);
  }
  return { text: parts.join(' and '), values };
}

/** 一页, the latest first, each with its block and head. */
export async function pageOfEntries(
  db: AnyDb,
  filter: EntryFilter,
  { limit, offset }: { limit: number; offset: number },
): Promise<SealedRow[]> {
  const { text, values } = whereOf(filter);
  const { rows } = await queryableOf(db).query<SealedRow>(
    `select e.*, ${SEAL_FIELDS} from (
       select ${FIELDS} from platform.audit_entry e where ${text}
       order by e.at desc, e.audit_no desc limit ${limit} offset ${offset}
     ) e ${WITH_SEAL} order by e.at desc, e.audit_no desc`,
    values,
  );
  return rows;
}

/** How many, but no further than MOST_COUNTED or `most`. */
export async function countEntries(db: AnyDb, filter: EntryFilter, most = MOST_COUNTED): Promise<number> {
  const { text, values } = whereOf(filter);
  const { rows } = await queryableOf(db).query<{ n: number }>(
    `select count(*)::int as n from (select from platform.audit_entry e where ${text} limit ${most}) counted`,
    values,
  );
  return rows[0]?.n ?? 0;
}

/** All of them in parts, the latest first: a cursor of the caller's transaction keeps memory flat. */
export async function* everyEntry(db: AnyDb, filter: EntryFilter, atOnce: number): AsyncGenerator<SealedRow[]> {
  const { text, values } = whereOf(filter);
  const client: Queryable = queryableOf(db);
  await client.query(
    `declare audit_entries no scroll cursor for
       select e.*, ${SEAL_FIELDS} from (select ${FIELDS} from platform.audit_entry e where ${text}) e ${WITH_SEAL}
       order by e.at desc, e.audit_no desc`,
    values,
  );
  for (;;) {
    const { rows } = await client.query<SealedRow>(`fetch ${atOnce} from audit_entries`);
    if (rows.length === 0) break;
    yield rows;
  }
  await client.query('close audit_entries');
}

export type EntryPage = SealedRow & { entryId: string; requestId: string; keepUntil: Date; persons: number[] };

export async function findEntry(db: AnyDb, auditNo: string): Promise<EntryPage | undefined> {
  const { rows } = await queryableOf(db).query<EntryPage>(
    `select e.*, ${SEAL_FIELDS} from (
       select ${FIELDS}, e.entry_id::text as "entryId", e.request_id as "requestId",
         e.at + make_interval(months => k.keep_months) as "keepUntil",
         (select coalesce(array_agg(s.person_no order by s.person_no), '{}') from platform.audit_subject s
          where s.audit_no = e.audit_no) as persons
       from platform.audit_entry e join platform.audit_kind k using (kind) where e.audit_no = $1::bigint
     ) e ${WITH_SEAL}`,
    [auditNo],
  );
  return rows[0];
}

/** 封存状态 in words of the contract. The head's instant stands in its signed line. */
export function sealOf({ block, sealedAt, head, headLine }: SealedRow): SealState {
  if (block === null || sealedAt === null) return { state: 'unsealed' };
  const sealed = { block: Number(block), sealedAt: sealedAt.toISOString() };
  if (head === null || headLine === null) return { state: 'sealed', ...sealed };
  return { state: 'signed', ...sealed, head: Number(head), signedAt: signedAtOf(headLine) };
}

export function signedAtOf(line: string): string {
  return /"at":"([^"]+)"/.exec(line)?.[1] ?? '';
}
