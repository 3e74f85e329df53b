import { createHash } from 'node:crypto';
import { asBulk } from '#platform/db/bulk.ts';
import { type AnyDb, own } from '#platform/db/own.ts';
import { queryableOf } from '#platform/db/queryable.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import type { ListOf } from './access-question/entry-shown.ts';

type Wish = { title: string; personNos: readonly number[]; now: Date };

/** 留名: keeps who stands on an exported list, once; what the audit names it by. */
export async function nameList(db: AnyDb, { title, personNos, now }: Wish): Promise<{ count: number; hash: string }> {
  const sorted = [...new Set(personNos)].sort((a, b) => a - b);
  const text = JSON.stringify(['kangyang/exported-list/1', title, sorted]);
  const list = { count: sorted.length, hash: createHash('sha256').update(text).digest('hex') };
  const isNew = await own('people')(db)
    .insertInto('people.exported_list')
    .values({ list_hash: list.hash, title, person_count: list.count, named_at: now })
    .onConflict((conflict) => conflict.column('list_hash').doNothing())
    .returning('list_hash')
    .executeTakeFirst();
  if (!isNew) return list;
  await own('people')(db)
    .insertInto('people.exported_list_member')
    .values({ list_hash: list.hash, person_nos: sorted })
    .execute();
  return list;
}

/** 在哪些名单上, of those that this module exported. The caller has checked that he may see this person. */
export function peopleListsOf(ctx: Ctx, personNo: number): Promise<ListOf[]> {
  return asBulk(ctx, 'people.lists-of', `人员 ${personNo}`, async () => {
    const { rows } = await queryableOf(ctx.db).query<ListOf>(
      `select l.list_hash as hash, l.title from people.exported_list_member m join people.exported_list l using (list_hash)
       where m.person_nos @> array[$1::integer]`,
      [personNo],
    );
    return rows;
  });
}
