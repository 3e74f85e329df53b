import { CompiledQuery } from 'kysely';
import type { AnyDb } from '../db/own.ts';
import type { Queryable } from '../db/queryable.ts';
import { type Block, type BlockEnd, NO_BLOCK } from './block.ts';
import { type EntryText, fieldsOf, type StoredEntry } from './entry.ts';

const instantText = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** A row with its persons, every field as the text that its authentication code covers. */
export const ENTRY = `
  e.audit_no::text as "auditNo", e.entry_id::text as "entryId", ${instantText('e.at')} as at,
  e.account_no::text as "accountNo", e.account_name as "accountName", e.post_no::text as "postNo", e.address,
  e.request_id as "requestId", e.action, e.title, e.purpose, e.subject, e.outcome, e.item_count::text as "itemCount",
  e.list_hash as "listHash", e.kind,
  (select string_agg(s.person_no::text, ',' order by s.person_no) from platform.audit_subject s
   where s.audit_no = e.audit_no) as persons,
  encode(e.mac, 'hex') as mac`;

// With a name the statement is prepared once a session: to parse and plan it costs more than to write the row (measured). pg takes
// name and text together, and Kysely hands through what it is given.
const INSERT = {
  name: 'platform.audit',
  text: `
  with entry as (
    insert into platform.audit_entry (entry_id, at, account_no, account_name, post_no, address, request_id, action, title,
      purpose, subject, outcome, item_count, list_hash, kind, mac)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) returning audit_no
  )
  insert into platform.audit_subject (audit_no, person_no) select audit_no, unnest($17::int[]) from entry`,
} as unknown as string;

/** The row and its persons, in one statement of the caller's transaction. */
export async function insertEntry(db: AnyDb, entry: EntryText, mac: Buffer): Promise<void> {
  const persons = entry.persons?.split(',') ?? [];
  await db.executeQuery(CompiledQuery.raw(INSERT, [...fieldsOf(entry), mac, persons]));
}

const GIVEN_OUT = '(select last_value from platform.audit_entry_audit_no_seq)';
const SEALED = '(select unnest(audit_nos) as audit_no from platform.audit_block)';

/** Rows in no block, by comparing all rows with all blocks; behind `after`, in order of number. */
export async function readUnsealed(
  client: Queryable,
  after: string,
  limit: number,
  { alsoForged }: { alsoForged: boolean },
): Promise<StoredEntry[]> {
  const { rows } = await client.query<StoredEntry>(
    `select ${ENTRY} from platform.audit_entry e
     where e.audit_no > $1::bigint and ($3 or e.audit_no <= ${GIVEN_OUT})
       and not exists (select from ${SEALED} b where b.audit_no = e.audit_no)
     order by e.audit_no limit $2`,
    [after, limit, alsoForged],
  );
  return rows;
}

/** Rows behind `high`, in order of number. Never one whose number was not given out. */
export async function readBehind(client: Queryable, high: number, limit: number): Promise<StoredEntry[]> {
  const { rows } = await client.query<StoredEntry>(
    `select ${ENTRY} from platform.audit_entry e where e.audit_no > $1 and e.audit_no <= ${GIVEN_OUT}
     order by e.audit_no limit $2`,
    [high, limit],
  );
  return rows;
}

/** The highest number in use, and those among the `back` before it that no row has (yet). */
export async function readNumbers(client: Queryable, back: number): Promise<{ high: number; absent: number[] }> {
  const highest = await client.query<{ high: number }>(
    `select coalesce(max(audit_no), 0) as high from platform.audit_entry where audit_no <= ${GIVEN_OUT}`,
  );
  const high = highest.rows[0]?.high ?? 0;
  const { rows } = await client.query<{ n: number }>(
    `select n from generate_series(greatest(1, $1::bigint - $2), $1::bigint) n
     where not exists (select from platform.audit_entry e where e.audit_no = n)`,
    [high, back],
  );
  return { high, absent: rows.map(({ n }) => n) };
}

export async function readLastBlock(client: Queryable): Promise<BlockEnd> {
  const { rows } = await client.query<{ blockNo: number; nextPosition: number; hash: Buffer }>(
    `select block_no as "blockNo", first_position + cardinality(audit_nos) as "nextPosition", hash
     from platform.audit_block order by block_no desc limit 1`,
  );
  return rows[0] ?? NO_BLOCK;
}

export async function insertBlock(client: Queryable, block: Block): Promise<void> {
  await client.query(
    `insert into platform.audit_block (block_no, first_position, audit_nos, leaves, root, first_at, last_at, sealed_at,
       previous, hash, mac)
     values ($1, $2, $3::bigint[], $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[block.blockNo, block.firstPosition, block.auditNos, Buffer.concat(block.leaves), block.root],
      ...[block.firstAt, block.lastAt, block.sealedAt, block.previous, block.hash, block.mac],
    ],
  );
}

type BlockRow = Omit<Block, 'blockNo' | 'firstPosition' | 'auditNos' | 'leaves'> &
  Record<'key' | 'firstPosition' | 'auditNos', string> & { leaves: Buffer };
/** `key` is the number as the database has it, also when somebody wrote one that JavaScript cannot hold. */
export type ReadBlock = Block & { key: string };

/** Below every bigint that is a row's, a block's or a head's number. */
export const BEFORE_ALL = '-9223372036854775808';

/** Blocks behind `after` in order of number; `where` and its values narrow them further. */
export async function readBlocks(
  client: Queryable,
  after: string,
  limit: number,
  where = 'true',
  values: readonly unknown[] = [],
): Promise<ReadBlock[]> {
  const { rows } = await client.query<BlockRow>(
    `select block_no::text as key, first_position::text as "firstPosition",
       array_to_string(audit_nos, ',', '-') as "auditNos", leaves, root, ${instantText('first_at')} as "firstAt",
       ${instantText('last_at')} as "lastAt", ${instantText('sealed_at')} as "sealedAt", previous, hash, mac
     from platform.audit_block where block_no > $1::bigint and ${where} order by block_no limit $2`,
    [after, limit, ...values],
  );
  return rows.map((row) => ({
    ...row,
    blockNo: Number(row.key),
    firstPosition: Number(row.firstPosition),
    auditNos: row.auditNos === '' ? [] : row.auditNos.split(','),
    leaves: cut(row.leaves),
  }));
}

function cut(leaves: Buffer): Buffer[] {
  return Array.from({ length: Math.ceil(leaves.length / 32) }, (_, n) => leaves.subarray(32 * n, 32 * n + 32));
}

/** Rows by their numbers; those that are not there are left out. */
export async function readEntries(
  client: Queryable,
  auditNos: readonly string[],
  where = 'true',
  values: readonly unknown[] = [],
): Promise<Map<string, StoredEntry>> {
  const { rows } = await client.query<StoredEntry>(
    `select ${ENTRY} from platform.audit_entry e where e.audit_no = any($1::bigint[]) and ${where}`,
    [auditNos.filter((number) => /^-?\d+$/.test(number)), ...values],
  );
  return new Map(rows.map((row) => [row.auditNo, row]));
}

/** Numbers of rows that are copies: two rows with one identity. */
export async function readCopies(client: Queryable): Promise<string[]> {
  const { rows } = await client.query<{ numbers: string }>(
    `select string_agg(audit_no::text, '、' order by audit_no) as numbers
     from platform.audit_entry group by entry_id having count(*) > 1 order by min(audit_no) limit 100`,
  );
  return rows.map(({ numbers }) => numbers);
}

/** Numbers of rows that persons point to and that are not there. */
export async function readOrphans(client: Queryable): Promise<string[]> {
  const { rows } = await client.query<{ number: string }>(
    `select distinct s.audit_no::text as number from platform.audit_subject s
     where not exists (select from platform.audit_entry e where e.audit_no = s.audit_no) limit 100`,
  );
  return rows.map(({ number }) => number);
}
