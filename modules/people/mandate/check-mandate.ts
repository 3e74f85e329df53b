import type { Keys } from '#platform/crypto/keys.ts';
import { businessDay, dayNo } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { refuse } from '../contract.ts';
import { getPerson, type Person } from '../get-person.ts';
import { checkHolder, type HolderWish } from './check-holder.ts';
import { deadAmong, factsOfMandate, findFamilyRelation, type MandateRow, mandatesOfPerson } from './mandate.store.ts';
import {
  type DecisionKind,
  type MandateScope,
  type MandateWay,
  RELATION_NAMES,
  type Relation,
  WAY_TABLE,
} from './mandate.ts';
import { unsealMandate } from './mandate-secrets.ts';
import { type CourtDecision, type MandateText, renderMandate } from './mandate-text.ts';
import { latestUntilDay, standingOf } from './standing.ts';

export type MandateWish = {
  way: MandateWay;
  personNo: number;
  holder: HolderWish;
  relation: Relation;
  scopes: readonly MandateScope[];
  untilDay: string;
  /** The day on a paper that was printed earlier; left out: today. */
  textDay?: string | undefined;
  decision?: (CourtDecision & { kind: DecisionKind }) | undefined;
};

export type CheckedMandate = {
  person: Person;
  holder: HolderWish;
  holderBlind: Buffer;
  scopes: MandateScope[];
  fromDay: string;
  text: MandateText;
  decision: CourtDecision | null;
  /** Who delivered that they are family; null where the way does not rest on it. */
  familySource: string | null;
  /** All mandates of the person, the newest first. */
  others: MandateRow[];
};

/** 核对委托: refuses what can never be made; returns the exact text to be read aloud and signed. */
export async function checkMandate(ctx: Ctx, keys: Keys, wish: MandateWish): Promise<CheckedMandate> {
  const { way, personNo, untilDay, relation } = wish;
  const today = businessDay(ctx.now);
  const person = await getPerson(ctx.db, personNo);
  const { holder, holderBlind } = await checkHolder(ctx, keys, personNo, wish.holder);
  const others = await mandatesOfPerson(ctx.db, personNo);
  const family = await findFamilyRelation(ctx.db, personNo, holderBlind);

  const entry = WAY_TABLE[way];
  const scopes = checkScopes(wish.scopes, way);
  if ((await deadAmong(ctx.db, [personNo], today)).size > 0) refuse('people.mandate-dead');
  if (untilDay <= today) refuse('people.mandate-until-past');
  const textDay = checkTextDay(wish, today);
  if (untilDay > latestUntilDay(way, textDay)) {
    refuse('people.mandate-too-long', { way: entry.name, months: entry.longestMonths });
  }
  if (way === 'family' && !family) refuse('people.mandate-no-family');
  refuseOtherRelation(wish, family?.relation);
  const decision = checkDecision(wish, today, others);
  const stands = others.some((other) => {
    const standing = standingOf(factsOfMandate(other), today, false);
    const isOpen = standing === 'active' || standing === 'offered' || standing === 'to-confirm';
    return isOpen && other.way === way && other.holder_blind.equals(holderBlind);
  });
  if (stands) refuse('people.mandate-exists', { holder: holder.name });

  const text = renderMandate({
    ...{ way, relation, scopes, decision, untilDay, personName: person.name, holderName: holder.name },
    ...{ idNumber: holder.idNumber, fromDay: textDay, madeDay: textDay },
  });
  const familySource = way === 'family' ? (family?.source ?? null) : null;
  return { person, holder, holderBlind, scopes, fromDay: textDay, text, decision, familySource, others };
}

const PAPER_DAYS = 60;

/** 办理日期: a paper is printed, posted and photographed on different days; what was signed keeps the day it bears. */
function checkTextDay({ way, textDay }: MandateWish, today: string): string {
  if (textDay === undefined || textDay === today) return today;
  const days = dayNo(today) - dayNo(textDay);
  return way === 'paper' && days > 0 && days <= PAPER_DAYS ? textDay : refuse('people.mandate-text-day');
}

function checkScopes(wished: readonly MandateScope[], way: MandateWay): MandateScope[] {
  const { name, scopes: allowed } = WAY_TABLE[way];
  if (!wished.includes('view')) refuse('people.mandate-view-missing');
  if (wished.some((scope) => !allowed.includes(scope))) refuse('people.mandate-scope', { way: name });
  return allowed.filter((scope) => wished.includes(scope));
}

function checkDecision(
  { way, decision }: MandateWish,
  today: string,
  others: readonly MandateRow[],
): CourtDecision | null {
  if (way !== 'court') return decision === undefined ? null : refuse('people.mandate-decision-unwanted');
  if (!decision) return refuse('people.mandate-decision-missing');
  if (decision.decidedOn > today) refuse('people.mandate-decision-future');
  refuseNewer(others, decision.decidedOn);
  return decision;
}

/**
 * 核对关系 with what a department delivered, if one did. 监护人 is what a court makes somebody, not whose family he is: where there is
 * a decision, it proves that.
 */
function refuseOtherRelation(
  { way, relation }: Pick<MandateRow, 'way' | 'relation'>,
  delivered: Relation | undefined,
): void {
  const isByDecision = way === 'court' && relation === 'guardian';
  if (delivered === undefined || isByDecision || delivered === relation) return;
  const names = { delivered: RELATION_NAMES[delivered], relation: RELATION_NAMES[relation] };
  refuse('people.mandate-relation-differs', names);
}

/** A decision that stands already is not ended by one that was made before it. */
function refuseNewer(others: readonly MandateRow[], decidedOn: string): void {
  const newer = others.find(
    ({ way, status, decided_on }) =>
      way === 'court' && status === 'active' && decided_on !== null && decided_on > decidedOn,
  );
  if (newer) refuse('people.mandate-decision-older', { decidedOn: newer.decided_on ?? '' });
}

/**
 * 确认时再核对: what was true when the mandate was made and may not be any more. The caller holds the person's lock (lockMandate), so
 * that nothing about him changes between this look and the change.
 */
export async function recheckMandate(ctx: Ctx, keys: Keys, mandate: MandateRow): Promise<void> {
  const { mandate_no: mandateNo, person_no: personNo, holder_name: name, decided_on: decidedOn } = mandate;
  const { idNumber, phone } = await unsealMandate(keys, mandateNo, mandate.sealed);
  await checkHolder(ctx, keys, personNo, { name, idNumber, phone });
  const family = await findFamilyRelation(ctx.db, personNo, mandate.holder_blind);
  refuseOtherRelation(mandate, family?.relation);
  if (decidedOn !== null) refuseNewer(await mandatesOfPerson(ctx.db, personNo), decidedOn);
}
