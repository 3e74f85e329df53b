import { readFileSync } from 'node:fs';
import { sm3 } from '#platform/crypto/sm3.ts';
import {
  DECISION_KIND_NAMES,
  type DecisionKind,
  MANDATE_SCOPE_NAMES,
  type MandateScope,
  type MandateWay,
  RELATION_NAMES,
  type Relation,
  WAY_TABLE,
} from './mandate.ts';

/** The latest text of each kind. A text is never edited: a change is a new file with the next number. */
const LATEST = { ordinary: 'ordinary-1', court: 'court-1' } as const;

export type CourtDecision = { kind: DecisionKind; number: string; by: string; decidedOn: string };
export type TextWish = {
  way: MandateWay;
  personName: string;
  holderName: string;
  idNumber: string;
  relation: Relation;
  scopes: readonly MandateScope[];
  fromDay: string;
  untilDay: string;
  madeDay: string;
  decision: CourtDecision | null;
};
/** `hash`: SM3 over the text's UTF-8 bytes; what is signed, photographed or witnessed is bound to it. */
export type MandateText = { version: string; text: string; hash: Buffer };

const texts = new Map<string, string>();

function textOf(version: string): string {
  const known =
    texts.get(version) ?? readFileSync(new URL(`./text/${version}.zh-CN.md`, import.meta.url), 'utf8').trimEnd();
  texts.set(version, known);
  return known;
}

/** 委托书全文 with everything filled in: the very words that are read aloud and signed. */
export function renderMandate(wish: TextWish): MandateText {
  const version = wish.way === 'court' ? LATEST.court : LATEST.ordinary;
  const { decision } = wish;
  const words: Record<string, string> = {
    person: wish.personName,
    holder: wish.holderName,
    relation: RELATION_NAMES[wish.relation],
    lastDigits: wish.idNumber.slice(-4),
    scopes: wish.scopes.map((scope) => MANDATE_SCOPE_NAMES[scope]).join('、'),
    fromDay: dayText(wish.fromDay),
    untilDay: dayText(wish.untilDay),
    madeDay: dayText(wish.madeDay),
    way: WAY_TABLE[wish.way].name,
    decisionKind: decision ? DECISION_KIND_NAMES[decision.kind] : '',
    decisionNumber: decision?.number ?? '',
    decisionBy: decision?.by ?? '',
    decidedOn: decision ? dayText(decision.decidedOn) : '',
  };
  const text = textOf(version).replace(/\{\{(\w+)\}\}/g, (_, name: string) => words[name] ?? '');
  return { version, text, hash: sm3(text) };
}

function dayText(day: string): string {
  const [year, month, date] = day.split('-');
  return `${year}年${Number(month)}月${Number(date)}日`;
}
