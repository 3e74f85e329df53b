import { ageOn } from '#modules/people/contract.ts';
import { type Division, findDivision, getDivision, placeIsWithin, successorsOf } from '#modules/places/index.ts';
import type { Reply } from '#platform/contract/route.ts';
import { dayNo, formatMonth, monthOfDay } from '#platform/month/month.ts';
import { type Findings, findingsOf } from './answer-findings.ts';
import { bareRow, isTakenAsMet, standingVersions } from './answer-person.ts';
import {
  applicationAssumption,
  assumptionSentence,
  changeSentence,
  mainSentence,
  nextStep,
  supposedSentence,
} from './answer-sentence.ts';
import { type answerWhatAmIDue, refuse } from './contract.ts';
import type { Step } from './decide/decision.ts';
import type { GoverningBook } from './decide/governing-book.ts';
import { reasonsOf } from './decide/sentence.ts';
import { basisOf } from './origin.ts';
import type { Rulebook } from './rule.ts';

export type Answer = Reply<typeof answerWhatAmIDue>;
export type Question = { born: string; county: string };

const OLDEST_AGE = 130;

/**
 * 我能领多少: decides this month and the coming ones for somebody born on `born` and registered in `county`, and says it in
 * sentences. `province` is a six-digit code, `today` the business day. Refuses a birth in the future or more than
 * 130 years ago, and a county that does not exist (any more). Keeps nothing.
 */
export function answerQuestion(
  book: GoverningBook,
  province: string,
  { born, county }: Question,
  today: string,
): Answer {
  const bornDay = dayNo(born);
  const todayDay = dayNo(today);
  refuseBirth(born, today);
  const place = placeOf(county, province, today);
  const month = monthOfDay(todayDay);
  const standings = standingVersions(book, place?.code ?? '', month);
  const row = bareRow(bornDay, place?.code ?? '', todayDay, standings);
  const findings = findingsOf(book, row, place, month, ageOn(born, today));
  return answerFrom(findings, book.rulebook);
}

function refuseBirth(born: string, today: string): void {
  if (born > today) refuse('policy.birth-in-future');
  if (ageOn(born, today) > OLDEST_AGE) refuse('policy.birth-too-early');
}

function placeOf(county: string, province: string, today: string): Division | undefined {
  if (county === 'outside') return undefined;
  const place = findDivision(county);
  if (place?.level !== 3) return refuse('policy.no-division');
  if (!placeIsWithin(place, getDivision(province))) return undefined;
  if (place.validTo === null || today < place.validTo) return place;
  const successors = successorsOf(place.code, today).map((code) => getDivision(code).name);
  return refuse('policy.division-abolished', { name: place.name, successors: successors.join('、') });
}

function answerFrom(findings: Findings, rulebook: Rulebook): Answer {
  const { now, monthlyFen, next } = findings;
  const eligible = monthlyFen > 0 || findings.yearly[0]?.month === findings.month;
  const ground = findings.ground ?? next?.ground;
  const basis = ground ? basisOf(ground.band.origin, ground.version, rulebook) : findings.standing?.version.basis;
  return {
    eligible,
    sentence: mainSentence(findings),
    monthlyFen: monthlyFen > 0 ? monthlyFen : null,
    next: next
      ? { month: formatMonth(next.month), monthlyFen: next.monthlyFen, sentence: changeSentence(findings, next) }
      : null,
    ageYears: findings.ageYears,
    reasons: reasonsOf({ ...now, steps: now.steps.filter(isKnown) }, rulebook),
    document: basis ? { title: basis.title, number: basis.document, url: basis.url } : null,
    assumptions: assumptionsOf(findings),
    whatNext: nextStep(findings),
  };
}

/** Reasons are only what was asked; what was assumed is said among the assumptions. The area step speaks for the hukou. */
function isKnown(step: Step): boolean {
  if (step.gate === 'condition') return step.condition.type === 'born-before';
  return step.gate !== 'application' && step.gate !== 'first-month';
}

function assumptionsOf({ monthlyFen, now, next, ground, supposed }: Findings): string[] {
  const decision = monthlyFen > 0 ? now : next?.decision;
  const taken = (decision?.steps ?? []).flatMap((step) =>
    step.gate === 'condition' && step.ok && isTakenAsMet(step.condition)
      ? [assumptionSentence(step.condition, step.file)]
      : [],
  );
  const way = (ground ?? next?.ground)?.version.parameters.application.way;
  const applied = way === undefined || way === 'auto' ? [] : [applicationAssumption(way)];
  return [...new Set([...supposed.map(supposedSentence), ...taken, ...applied])];
}
