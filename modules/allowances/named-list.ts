import { createHash } from 'node:crypto';
import type { ListOf } from '#modules/people/index.ts';
import { factsOf } from '#modules/people/index.ts';
import { divisionPath, findDivision } from '#modules/places/index.ts';
import { asBulk } from '#platform/db/bulk.ts';
import { type AnyDb, own } from '#platform/db/own.ts';
import { queryableOf } from '#platform/db/queryable.ts';
import { formatMonth } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { type LineFilter, membersOf } from './line.list.ts';

/** As the audit names a set: how many, and the hash of who. */
export type NamedList = { count: number; hash: string };

/** 留名: keeps who stands on the list that is released or exported, once; `hash` where the list has one of its own already. */
export async function nameList(db: AnyDb, filter: LineFilter, now: Date, hash?: string): Promise<NamedList> {
  const byCounty = await membersOf(db, filter);
  const count = byCounty.reduce((sum, { personNos }) => sum + personNos.length, 0);
  const list = { count, hash: hash ?? hashOf(filter, byCounty) };
  const isNew = await own('allowances')(db)
    .insertInto('allowances.named_list')
    .values({
      ...{ list_hash: list.hash, benefit: filter.benefit, pay_month: filter.payMonth },
      ...{ person_count: count, named_at: now },
    })
    .onConflict((conflict) => conflict.column('list_hash').doNothing())
    .returning('list_hash')
    .executeTakeFirst();
  if (!isNew) return list;
  for (const { county, personNos } of byCounty) {
    await own('allowances')(db)
      .insertInto('allowances.named_list_member')
      .values({ list_hash: list.hash, county, person_nos: personNos })
      .execute();
  }
  return list;
}

function hashOf({ benefit, payMonth }: LineFilter, byCounty: readonly { county: string; personNos: number[] }[]) {
  const hash = createHash('sha256').update(JSON.stringify(['kangyang/named-list/1', benefit, payMonth]));
  for (const { county, personNos } of byCounty) hash.update(JSON.stringify([county, personNos]));
  return hash.digest('hex');
}

/** 在哪些名单上: every named list that a person stood on. The caller has checked that he may see this person. */
export function listsOf(ctx: Ctx, personNo: number): Promise<ListOf[]> {
  return asBulk(ctx, 'allowances.lists-of', `人员 ${personNo}`, () => readLists(ctx.db, personNo));
}

/** Looked up where he ever was registered or on a list. */
async function readLists(db: AnyDb, personNo: number): Promise<ListOf[]> {
  const { rows } = await queryableOf(db).query<{ hash: string; payMonth: number }>(
    `select l.list_hash as hash, l.pay_month as "payMonth"
     from allowances.named_list_member m join allowances.named_list l using (list_hash)
     where m.county = any($1::text[]) and $2 = any(m.person_nos)`,
    [await countiesOf(db, personNo), personNo],
  );
  return [...Map.groupBy(rows, ({ hash }) => hash).values()].flatMap(([row]) =>
    row ? [{ hash: row.hash, title: `${monthTitle(row.payMonth)}高龄津贴清册` }] : [],
  );
}

async function countiesOf(db: AnyDb, personNo: number): Promise<string[]> {
  const hukou = (await factsOf(db, personNo)).flatMap(({ kind, division }) =>
    kind === 'hukou' && division !== null && findDivision(division) ? divisionPath(division) : [],
  );
  const lines = await own('allowances')(db)
    .selectFrom('allowances.list_line')
    .select('county')
    .distinct()
    .where('person_no', '=', personNo)
    .execute();
  const counties = hukou.flatMap(({ level, code }) => (level === 3 ? [code] : []));
  return [...new Set([...counties, ...lines.flatMap(({ county }) => county ?? [])])];
}

function monthTitle(payMonth: number): string {
  const [year, month] = formatMonth(payMonth).split('-');
  return `${year}年${Number(month)}月`;
}
