import type { Ctx } from '#platform/session/ctx.ts';
import { refuse } from './contract.ts';
import { selectPerson } from './person.store.ts';

/**
 * 辖区内的人: the database shows a request only who is registered or lives in its scope. Refuses anybody else with the very answer for
 * a number that nobody has (I-06).
 */
export async function getSeenPerson({ db }: Pick<Ctx, 'db'>, personNo: number) {
  return (await selectPerson(db, personNo)) ?? refuse('people.not-seen');
}
