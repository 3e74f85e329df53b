import type pg from 'pg';
import { type DayNo, formatDay } from '#platform/month/month.ts';
import { columnsOf, type InputColumns } from './columns.ts';
import { readPersonBatch } from './person-batch.ts';
import { stretchesOf } from './stretch.ts';

export type KnownInputWish = { province: string; bornUpTo: DayNo; benefit: string; knownAt: Date };

/**
 * 某时所知的输入: everybody's input as it was known at an instant, built from the facts in batches of persons; policy.input
 * is left alone. For replays, and for what a former system would have paid.
 */
export async function* readKnownInput(client: pg.ClientBase, wish: KnownInputWish): AsyncGenerator<InputColumns> {
  await client.query('create temporary table wanted_person (person_no integer primary key)');
  try {
    await client.query(
      `insert into wanted_person select person_no from people.public_person where born <= $1 and recorded_at <= $2`,
      [formatDay(wish.bornUpTo), wish.knownAt],
    );
    await client.query('analyze wanted_person');
    for (let after = 0; ; ) {
      const persons = await readPersonBatch(client, 'wanted_person', after, wish);
      const last = persons.at(-1);
      if (!last) return;
      after = last.personNo;
      yield columnsOf(persons.flatMap((person) => stretchesOf(person, wish.province)));
    }
  } finally {
    await client.query('drop table wanted_person');
  }
}
