import { businessDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { refuse } from '../contract.ts';
import { maskPersonName } from '../person-name.ts';
import { deadAmong, factsOfMandate, insertStep, type MandateRow, setStatus } from './mandate.store.ts';
import { actionsByStatus, type MandateAction, type MandateActor, WAY_TABLE } from './mandate.ts';
import { tellPerson } from './message.store.ts';
import { actionsFor, STANDING_NAMES, standingOf } from './standing.ts';

type Wish = { act: MandateAction; actor: MandateActor; reason: string | null };

/** Refuses what the table does not allow this actor in this state today; the answer says how the mandate stands. */
export async function refuseUnlessAllowed(
  ctx: Ctx,
  mandate: MandateRow,
  action: MandateAction,
  actor: MandateActor,
): Promise<void> {
  const today = businessDay(ctx.now);
  const isDead = (await deadAmong(ctx.db, [mandate.person_no], today)).has(mandate.person_no);
  const facts = factsOfMandate(mandate);
  if (actionsFor(facts, actor, today, isDead).includes(action)) return;
  const endedBy: readonly MandateActor[] = WAY_TABLE[mandate.way].endedBy;
  if (action === 'revoke' && !endedBy.includes(actor)) refuse('people.mandate-court-only');
  refuse('people.mandate-state', { standing: STANDING_NAMES[standingOf(facts, today, isDead)] });
}

/** 变动: the step of the table, on record, and the older person is told. Whether it is allowed was asked before. */
export async function takeStep(ctx: Ctx, mandate: MandateRow, { act, actor, reason }: Wish): Promise<void> {
  const step = actionsByStatus[mandate.status][act];
  if (!step?.by.includes(actor)) throw new Error(`${mandate.status} knows no ${act} by ${actor}`);
  const { mandate_no: mandateNo, person_no: personNo } = mandate;
  await setStatus(ctx.db, mandateNo, step.to, ctx.now);
  const by = { accountNo: ctx.user.accountNo, citizenNo: ctx.user.citizen?.citizenNo ?? null };
  await insertStep(ctx.db, { mandateNo, act, status: step.to, actor, ...by, reason }, ctx.now);
  await tellPerson(ctx.db, personNo, { kind: 'mandate', sentence: sentenceOf(mandate, act, actor) }, ctx.now);
}

const WORDS: Record<MandateAction, string> = {
  accept: '已经接受，今天起有效',
  decline: '没有接受，没有生效',
  confirm: '已经第二人确认，今天起有效',
  refuse: '没有通过确认，没有生效',
  revoke: '已经撤销，马上失效',
  replace: '因有新的裁判或公证，已经终止',
};
const BY: Record<MandateActor, string> = {
  person: '由您本人办理',
  holder: '由受托人办理',
  staff: '由工作人员办理',
  decision: '由工作人员登记',
};

function sentenceOf({ holder_name, way }: MandateRow, action: MandateAction, actor: MandateActor): string {
  return `${maskPersonName(holder_name)}的授权委托（${WAY_TABLE[way].name}）${WORDS[action]}，${BY[actor]}。`;
}
