import type { Queryable } from '../db/queryable.ts';

/** A head as the database keeps it, with the hash of the block it names; null where that block is not there. */
export type KeptHead = { key: string; headNo: number; blockNo: number; line: string; blockHash: string | null };

export type NewHead = Omit<KeptHead, 'key' | 'blockHash'>;

export async function readLastHead(client: Queryable): Promise<KeptHead | undefined> {
  return (await readHeads(client, 'true', 'desc', 1, []))[0];
}

/** Heads behind `after`, in order. */
export async function readHeadsAfter(client: Queryable, after: string, limit: number): Promise<KeptHead[]> {
  return readHeads(client, 'h.head_no > $1::bigint', 'asc', limit, [after]);
}

/** The heads over the blocks from `first` up to the first head that reaches `last`. */
export async function readHeadsOver(client: Queryable, first: number, last: number): Promise<KeptHead[]> {
  return readHeads(
    client,
    'h.block_no >= $1 and h.head_no <= (select min(head_no) from platform.audit_head where block_no >= $2)',
    'asc',
    1_000_000,
    [first, last],
  );
}

/** The first head that signs the block or one after it. */
export async function readHeadReaching(client: Queryable, blockNo: number): Promise<KeptHead | undefined> {
  const where = 'h.head_no = (select head_no from platform.audit_head where block_no >= $1 order by block_no limit 1)';
  return (await readHeads(client, where, 'asc', 1, [blockNo]))[0];
}

async function readHeads(client: Queryable, where: string, order: 'asc' | 'desc', limit: number, values: unknown[]) {
  const { rows } = await client.query<Record<'key' | 'blockNo' | 'line', string> & { blockHash: string | null }>(
    `select h.head_no::text as key, h.block_no::text as "blockNo", h.line, encode(b.hash, 'hex') as "blockHash"
     from platform.audit_head h left join platform.audit_block b using (block_no)
     where ${where} order by h.head_no ${order} limit ${limit}`,
    values,
  );
  return rows.map((row) => ({ ...row, headNo: Number(row.key), blockNo: Number(row.blockNo) }));
}

export async function insertHead(client: Queryable, { headNo, blockNo, line }: NewHead): Promise<void> {
  await client.query('insert into platform.audit_head (head_no, block_no, line) values ($1, $2, $3)', [
    headNo,
    blockNo,
    line,
  ]);
}

export async function readBlockHash(client: Queryable, blockNo: number): Promise<string | undefined> {
  const { rows } = await client.query<{ hash: string }>(
    `select encode(hash, 'hex') as hash from platform.audit_block where block_no = $1`,
    [blockNo],
  );
  return rows[0]?.hash;
}
