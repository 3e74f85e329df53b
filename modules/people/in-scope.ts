import { covers } from '#modules/identity/index.ts';
import { allDivisions } from '#modules/places/index.ts';
import { type AnyDb, own } from '#platform/db/own.ts';
import { businessDay } from '#platform/month/month.ts';
import type { Ctx, Scope } from '#platform/session/ctx.ts';
import { refuse } from './contract.ts';

/** Divisions do not change while a process runs. */
const within = new Map<string, string[]>();

/** 辖区内的区划: codes of every level; undefined: all of them. */
export function divisionsIn(scope: Scope): string[] | undefined {
  if (scope.type === 'whole') return undefined;
  if (scope.type !== 'division') return [];
  const known = within.get(scope.code) ?? allDivisions().flatMap(({ code }) => (covers(scope, code) ? [code] : []));
  within.set(scope.code, known);
  return known;
}

/** Where these persons are registered or live on a day, as it is known now. */
export async function placesOf(db: AnyDb, personNos: readonly number[], day: string) {
  if (personNos.length === 0) return [];
  return own('people')(db)
    .selectFrom('people.fact')
    .select(['person_no', 'division'])
    .where('person_no', 'in', personNos)
    .where('kind', 'in', ['hukou', 'residence'])
    .where('retracted_at', 'is', null)
    .where('from_day', '<=', day)
    .where((e) => e.or([e('to_day', 'is', null), e('to_day', '>', day)]))
    .execute();
}

/** Refuses a person who neither is registered nor lives in the caller's places, with the answer for one whom nobody knows. */
export async function refuseOutside(
  { db, now, user }: Pick<Ctx, 'db' | 'now' | 'user'>,
  personNo: number,
  code: 'people.no-mandate' | 'people.no-person-here',
): Promise<void> {
  if (user.scope.type === 'whole') return;
  const places = await placesOf(db, [personNo], businessDay(now));
  if (!places.some(({ division }) => division !== null && covers(user.scope, division))) refuse(code);
}
