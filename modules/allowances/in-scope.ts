import { covers, placesOf } from '#modules/identity/index.ts';
import { factsOf, type KnownFact, maskedNamesOf } from '#modules/people/index.ts';
import { allDivisions } from '#modules/places/index.ts';
import { own } from '#platform/db/own.ts';
import { businessDay } from '#platform/month/month.ts';
import type { Ctx, Scope } from '#platform/session/ctx.ts';
import { refuse } from './refuse.ts';

/** 辖区内的县: counties and zones, abolished ones too, for they have lists; undefined: every one. */
export function countiesIn(scope: Scope): string[] | undefined {
  if (scope.type === 'whole') return undefined;
  return allDivisions().flatMap(({ level, code }) => (level === 3 && covers(scope, code) ? [code] : []));
}

/**
 * Refuses a person who neither is registered nor lives in the caller's scope today and was never on a list there, with the very
 * answer for a number that nobody has: nobody learns who exists elsewhere. The database shows no other person and no other line.
 */
export async function refuseUnseen(ctx: Pick<Ctx, 'db' | 'now' | 'user'>, personNo: number): Promise<void> {
  const { db, now, user } = ctx;
  // 紧急查看: the database shows this one person, and what is his.
  if (user.opened?.personNo === personNo) return;
  if (user.scope.type === 'whole') {
    if (!(await maskedNamesOf(db, [personNo])).has(personNo)) refuse('allowances.no-person');
    return;
  }
  const homes = homesOn(await factsOf(db, personNo), businessDay(now));
  if (homes.some((home) => covers(user.scope, home))) return;
  const here = user.scope.type === 'division' ? placesOf(user.scope.code) : undefined;
  if (!here) return refuse('allowances.no-person');
  const stoodHere = await own('allowances')(db)
    .selectFrom('allowances.list_line')
    .select('place')
    .where('person_no', '=', personNo)
    .where((line) => line.between('place', here.placeLo, here.placeHi))
    .executeTakeFirst();
  if (!stoodHere) refuse('allowances.no-person');
}

/** Where somebody is registered and where he lives on a day, as it is known now. */
function homesOn(facts: readonly KnownFact[], day: string): string[] {
  const homes = (['hukou', 'residence'] as const).map((wanted) =>
    facts.findLast(
      ({ kind, fromDay, toDay, retractedAt }) =>
        kind === wanted && retractedAt === null && fromDay <= day && (toDay === null || day < toDay),
    ),
  );
  return homes.flatMap((home) => home?.division ?? []);
}
