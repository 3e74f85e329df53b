import { setImmediate } from 'node:timers/promises';
import type { Keys } from '#platform/crypto/keys.ts';
import type { AnyDb } from '#platform/db/own.ts';
import { type Found, type Interval, selectTail } from './person.list.ts';
import { idTailOf, TAIL_SIGNS, unsealPerson } from './seal-person.ts';

type Wish = { lastFour: string; name?: string | undefined; within?: Interval | undefined };
type Span = { limit: number; offset: number };

const BATCH = 500;

/**
 * 末四位: whose document ends in these four signs, among the people of one county. The index that the table keeps tells only 128 kinds
 * of endings apart; the right ones among those are found by opening each. In order of number.
 */
export async function findEndingIn(db: AnyDb, keys: Keys, wish: Wish, { limit, offset }: Span): Promise<Found[]> {
  const idTail = idTailOf(keys, wish.lastFour);
  const found: Found[] = [];
  for (let above = 0; found.length < offset + limit; ) {
    const rows = await selectTail(db, { idTail, name: wish.name, within: wish.within, above }, BATCH);
    for (const { sealed, ...row } of rows) {
      const { idNumber } = await unsealPerson(keys, row.person_no, sealed);
      if (idNumber?.slice(-TAIL_SIGNS).toUpperCase() === wish.lastFour) found.push(row);
    }
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) break;
    above = last.person_no;
    await setImmediate();
  }
  return found.slice(offset, offset + limit);
}
