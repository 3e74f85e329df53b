import type pg from 'pg';
import { copyRows } from '#platform/db/copy.ts';
import { type DayNo, formatDay } from '#platform/month/month.ts';
import { COLUMN_NAMES, valuesOf } from './columns.ts';
import { markUnits, markUnitsOfChanged } from './freeze.store.ts';
import { UNITS_WITH_PEOPLE } from './input.store.ts';
import { readPersonBatch } from './person-batch.ts';
import { type InputPerson, stretchesOf } from './stretch.ts';

export type RefreshWish = {
  /** Two-digit code of the database's province. */
  province: string;
  /** People born later than this day are too young for any rule in force within two years. */
  bornUpTo: DayNo;
  benefit: string;
  report?: (done: number, total: number) => void;
};

/**
 * 更新引擎输入: rebuilds the stretches of every person whose facts were written since the last refresh, and of those who
 * came of age for it. One transaction; a second refresh at the same time waits. Returns how many persons were rebuilt.
 */
export async function refreshInput(client: pg.ClientBase, wish: RefreshWish): Promise<number> {
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock(72659)');
    const upTo = (await client.query<{ at: Date }>('select platform.settled_up_to() as at')).rows[0]?.at;
    const count = await rebuildChanged(client, wish);
    await client.query(
      `insert into policy.input_state (facts_up_to, born_up_to_day) values ($1, $2)
       on conflict (only_one) do update set facts_up_to = excluded.facts_up_to, born_up_to_day = excluded.born_up_to_day`,
      [upTo, wish.bornUpTo],
    );
    await client.query('commit');
    return count;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function rebuildChanged(client: pg.ClientBase, wish: RefreshWish): Promise<number> {
  const state = await client.query<{ facts_up_to: Date; born_up_to_day: number }>(
    'select facts_up_to, born_up_to_day from policy.input_state',
  );
  const before = state.rows[0];
  await client.query('create temporary table changed_person (person_no integer primary key) on commit drop');
  if (before) await markChanged(client, before.facts_up_to, before.born_up_to_day, wish.bornUpTo);
  else await markEverybody(client, wish.bornUpTo);
  await client.query('analyze changed_person');
  const total = (await client.query<{ n: number }>('select count(*)::int as n from changed_person')).rows[0]?.n ?? 0;
  if (before) {
    await markUnitsOfChanged(client);
    await client.query('delete from policy.input i using changed_person c where i.person_no = c.person_no');
  } else {
    // Rows of a form that is out of date: until we commit, others are answered from them.
    await client.query('delete from policy.input');
  }
  let done = 0;
  for (let after = 0; done < total; ) {
    const persons = await readPersonBatch(client, 'changed_person', after, { benefit: wish.benefit, knownAt: null });
    if (persons.length === 0) break;
    after = persons.at(-1)?.personNo ?? after;
    done += persons.length;
    await copyRows(client, 'policy.input', COLUMN_NAMES, inputLines(persons, wish.province));
    wish.report?.(done, total);
  }
  await (before ? markUnitsOfChanged(client) : markUnits(client, UNITS_WITH_PEOPLE));
  return total;
}

function* inputLines(persons: readonly InputPerson[], province: string) {
  for (const person of persons) for (const row of stretchesOf(person, province)) yield valuesOf(row);
}

async function markEverybody(client: pg.ClientBase, bornUpTo: DayNo): Promise<void> {
  await client.query(
    `insert into changed_person
     select person_no from people.public_person where born <= $1
     union select person_no from people.public_fact where kind = 'birth' and from_day <= $1`,
    [formatDay(bornUpTo)],
  );
}

async function markChanged(client: pg.ClientBase, since: Date, bornFrom: DayNo, bornUpTo: DayNo): Promise<void> {
  await client.query(
    `insert into changed_person
     select c.person_no from (
       select person_no from people.public_fact where touched_at >= $1
       union select person_no from policy.request where touched_at >= $1
       union select person_no from policy.suspension where touched_at >= $1
       union select person_no from people.public_person where $3::date < $2::date and born > $3 and born <= $2
       union select person_no from people.public_fact where $3::date < $2::date and kind = 'birth' and from_day > $3 and from_day <= $2
     ) c
     where exists (select from people.public_person p where p.person_no = c.person_no and p.born <= $2)
        or exists (select from people.public_fact f where f.person_no = c.person_no and f.kind = 'birth' and f.from_day <= $2)`,
    [since, formatDay(bornUpTo), formatDay(bornFrom)],
  );
}
