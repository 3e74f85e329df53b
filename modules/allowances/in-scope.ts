import { covers } from '#modules/identity/index.ts';
import { factsOf, type KnownFact, maskedNamesOf } from '#modules/people/index.ts';
import { allDivisions, getDivision } from '#modules/places/index.ts';
import { type AnyDb, own } from '#platform/db/own.ts';
import { businessDay, type MonthNo } from '#platform/month/month.ts';
import type { Ctx, Scope } from '#platform/session/ctx.ts';
import { refuse } from './refuse.ts';

/** 辖区内的县: counties and zones, abolished ones too, for they have lists; undefined: every one. */
export function countiesIn(scope: Scope): string[] | undefined {
  if (scope.type === 'whole') return undefined;
  return allDivisions().flatMap(({ level, code }) => (level === 3 && covers(scope, code) ? [code] : []));
}

/**
 * Refuses a person who is not registered in the caller's scope today and was never on a list there, with the very answer for a
 * number that nobody has: nobody learns who exists elsewhere.
 */
export async function refuseUnseen(
  { db, now, user }: Pick<Ctx, 'db' | 'now' | 'user'>,
  personNo: number,
): Promise<void> {
  const isThere = (await maskedNamesOf(db, [personNo])).has(personNo);
  if (!isThere) refuse('allowances.no-person');
  if (user.scope.type === 'whole') return;
  const hukou = hukouOn(await factsOf(db, personNo), businessDay(now));
  if (hukou !== undefined && covers(user.scope, hukou)) return;
  const lines = await own('allowances')(db)
    .selectFrom('allowances.list_line')
    .select(['county', 'town'])
    .distinct()
    .where('person_no', '=', personNo)
    .execute();
  const stoodHere = lines.some(
    ({ county, town }) => covers(user.scope, county ?? '') || covers(user.scope, town ?? ''),
  );
  if (!stoodHere) refuse('allowances.no-person');
}

export type VillageWish = { benefit: string; payMonth: MonthNo; village: string; now: Date };

/** 本村人员 on a month's lists: lines know the town, so whose hukou of today is the village is told from the facts. */
export async function villagersOn(db: AnyDb, { benefit, payMonth, village, now }: VillageWish): Promise<number[]> {
  const { parentCode } = getDivision(village);
  const rows = await own('allowances')(db)
    .selectFrom('allowances.list_line')
    .select('person_no')
    .distinct()
    .where('pay_month', '=', payMonth)
    .where('benefit', '=', benefit)
    .where('town', '=', parentCode)
    .execute();
  const inTown = rows.flatMap(({ person_no }) => (person_no === null ? [] : [person_no]));
  const facts = Map.groupBy(await factsOf(db, inTown), ({ personNo }) => personNo);
  const today = businessDay(now);
  return inTown.filter((personNo) => hukouOn(facts.get(personNo) ?? [], today) === village);
}

/** The division of the hukou on a day, as it is known now. */
function hukouOn(facts: readonly KnownFact[], day: string): string | undefined {
  const hukou = facts.findLast(
    ({ kind, fromDay, toDay, retractedAt }) =>
      kind === 'hukou' && retractedAt === null && fromDay <= day && (toDay === null || day < toDay),
  );
  return hukou?.division ?? undefined;
}
