import { citizens } from '#modules/identity/index.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import { businessDay, dayNo } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { ageOn } from '../birth.ts';
import { refuse } from '../contract.ts';
import { type IdentityDocument, readDocument } from '../document.ts';
import { getPerson, type Person } from '../get-person.ts';
import { selectPersonNoByIdBlind } from '../person.store.ts';
import { readPersonName } from '../person-name.ts';
import { idBlindOf } from '../seal-person.ts';
import { deadAmong, factsOfMandate, findFamilyRelation, type MandateRow, mandatesOfPerson } from './mandate.store.ts';
import { type DecisionKind, type MandateScope, type MandateWay, type Relation, WAY_TABLE } from './mandate.ts';
import { type CourtDecision, type MandateText, renderMandate } from './mandate-text.ts';
import { latestUntilDay, standingOf } from './standing.ts';

export type HolderWish = { name: string; idNumber: string; phone: string };
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
  const { holder, document } = checkHolder(wish.holder, today);
  const holderBlind = citizens.blindOf(keys, holder.idNumber);
  const holderNo = await selectPersonNoByIdBlind(ctx.db, idBlindOf(keys, document.kind, document.number));
  const others = await mandatesOfPerson(ctx.db, personNo);
  const family = way === 'family' ? await findFamilyRelation(ctx.db, personNo, holderBlind) : undefined;

  const entry = WAY_TABLE[way];
  const scopes = checkScopes(wish.scopes, way);
  if (holderNo === personNo) refuse('people.mandate-self');
  if ((await deadAmong(ctx.db, [personNo], today)).size > 0) refuse('people.mandate-dead');
  if (untilDay <= today) refuse('people.mandate-until-past');
  const textDay = checkTextDay(wish, today);
  if (untilDay > latestUntilDay(way, textDay)) {
    refuse('people.mandate-too-long', { way: entry.name, months: entry.longestMonths });
  }
  if (way === 'family' && !family) refuse('people.mandate-no-family');
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
  const familySource = family?.source ?? null;
  return { person, holder, holderBlind, scopes, fromDay: textDay, text, decision, familySource, others };
}

const PAPER_DAYS = 60;

/** 办理日期: a paper is printed, posted and photographed on different days; what was signed keeps the day it bears. */
function checkTextDay({ way, textDay }: MandateWish, today: string): string {
  if (textDay === undefined || textDay === today) return today;
  const days = dayNo(today) - dayNo(textDay);
  return way === 'paper' && days > 0 && days <= PAPER_DAYS ? textDay : refuse('people.mandate-text-day');
}

/** An adult with a document that can be one (民法典第十八条). */
function checkHolder(
  { name, idNumber, phone }: HolderWish,
  today: string,
): { holder: HolderWish; document: IdentityDocument } {
  const read = readPersonName(name);
  if ('code' in read) return refuse(read.code, read.details);
  const document = readDocument(idNumber);
  if ('code' in document) return refuse(document.code, document.details);
  if (document.born !== null && ageOn(document.born, today) < 18) refuse('people.mandate-minor');
  return { holder: { name: read.name, idNumber: document.number, phone }, document };
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
  const newer = others.find(
    (other) =>
      other.way === 'court' &&
      other.status === 'active' &&
      other.decided_on !== null &&
      other.decided_on > decision.decidedOn,
  );
  if (newer) refuse('people.mandate-decision-older', { decidedOn: newer.decided_on ?? '' });
  return decision;
}
