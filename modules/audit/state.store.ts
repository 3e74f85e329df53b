import type { AnyDb } from '#platform/db/own.ts';
import { queryableOf } from '#platform/db/queryable.ts';

export type BlockRow = {
  block: number;
  rows: number;
  firstAt: Date;
  lastAt: Date;
  sealedAt: Date;
  hash: string;
  head: number | null;
  headLine: string | null;
};

/** The last blocks, each with the first head that reaches it. */
export async function lastBlocks(db: AnyDb, limit: number): Promise<BlockRow[]> {
  const { rows } = await queryableOf(db).query<BlockRow>(
    `select b.block_no as block, cardinality(b.audit_nos) as rows, b.first_at as "firstAt", b.last_at as "lastAt",
       b.sealed_at as "sealedAt", encode(b.hash, 'hex') as hash, h.head_no as head, h.line as "headLine"
     from platform.audit_block b left join lateral (
       select h.head_no, h.line from platform.audit_head h where h.block_no >= b.block_no order by h.block_no limit 1
     ) h on true
     order by b.block_no desc limit $1`,
    [limit],
  );
  return rows;
}

/** The last head, and how many minutes ago it was signed. */
export async function readLastHead(db: AnyDb, now: Date): Promise<{ line: string; ageMinutes: number } | undefined> {
  const { rows } = await queryableOf(db).query<{ line: string; ageMinutes: number }>(
    `select line, greatest(0, floor(extract(epoch from $1::timestamptz - (line::json ->> 'at')::timestamptz) / 60))::int
       as "ageMinutes" from platform.audit_head order by head_no desc limit 1`,
    [now],
  );
  return rows[0];
}

/** Rows since the last block began that are in none of the last blocks; a moment's figure, not a verification. */
export async function countUnsealed(db: AnyDb): Promise<number> {
  const { rows } = await queryableOf(db).query<{ n: number }>(
    `with recent as (select first_at, audit_nos from platform.audit_block order by block_no desc limit 50)
     select count(*)::int as n from platform.audit_entry e
     where e.at >= coalesce((select min(first_at) from recent), '-infinity')
       and not exists (select from (select unnest(audit_nos) as audit_no from recent) sealed where sealed.audit_no = e.audit_no)`,
  );
  return rows[0]?.n ?? 0;
}

export type KindRow = {
  kind: 'access' | 'provision' | 'rights' | 'business';
  title: string;
  keepMonths: number;
  basis: string;
};

export async function readKinds(db: AnyDb): Promise<KindRow[]> {
  const { rows } = await queryableOf(db).query<KindRow>(
    'select kind, title, keep_months as "keepMonths", basis from platform.audit_kind order by keep_months, kind',
  );
  return rows;
}
