import type { Ctx } from '#platform/session/ctx.ts';
import { complete, knowsDivision, type NewFact } from './admit.ts';
import { refuse } from './contract.ts';
import { checkFact, contradiction, type Fact } from './fact.ts';
import { insertFacts, type KnownFact, lockPerson, retractFactRow, selectFacts, selectPerson } from './person.store.ts';
import { keepPlaces } from './place.store.ts';

/**
 * 报告事实: one fact about a known person, known from now on. A spell that begins inside an open one of its kind (a move, a new
 * pension) ends that one: it is retracted and written again with its end. Refuses what contradicts anything else known.
 */
export async function reportFact(ctx: Ctx, personNo: number, reported: Omit<NewFact, 'recordedAt' | 'retractedAt'>) {
  await lockPerson(ctx.db, `no/${personNo}`);
  const person = (await selectPerson(ctx.db, personNo)) ?? refuse('people.unknown-person', { personNo });
  const known = await selectFacts(ctx.db, [personNo], ctx.now);
  const fact = complete(reported, ctx.now.toISOString());

  const wrong = checkFact(fact, knowsDivision);
  if (wrong) refuse(wrong.code, wrong.details);
  const ended = known.find((other) => isEndedBy(other, fact));
  const against = contradiction(
    person.born,
    fact,
    known.filter((other) => other !== ended),
  );
  if (against) refuse(against.code, against.details);

  if (ended) await retractFactRow(ctx.db, ended.factNo, ctx.now);
  const closed = ended ? [{ ...ended, toDay: fact.fromDay, recordedAt: fact.recordedAt }] : [];
  const factNos = await insertFacts(ctx.db, personNo, [...closed, fact]);
  await keepPlaces(ctx, personNo);
  return { factNo: factNos.at(-1) as number };
}

function isEndedBy(other: KnownFact, fact: Fact): boolean {
  if (other.kind !== fact.kind || other.toDay !== null || other.fromDay >= fact.fromDay) return false;
  return !['birth', 'death', 'other-benefit'].includes(fact.kind);
}
