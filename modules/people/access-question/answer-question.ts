import type { Finding } from '#modules/identity/contract.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { refuse } from '../contract.ts';
import { tellPerson } from '../mandate/message.store.ts';
import { lockQuestion, type QuestionRow, sealAnswer, setAnswered, setTaken } from './access-question.store.ts';
import {
  FINDING_NAMES,
  QUESTION_STATUS_NAMES,
  type QuestionAction,
  questionActionsByStatus,
} from './access-question.ts';
import { entriesOf } from './entry-shown.ts';

/** 受理: from here on somebody looks into it. */
export async function takeQuestion(ctx: Ctx, questionNo: number): Promise<QuestionRow> {
  const question = await openFor(ctx, questionNo, 'take');
  await setTaken(ctx.db, questionNo, ctx.user.accountNo, ctx.now);
  return question;
}

export type AnswerWish = { questionNo: number; finding: Finding; answer: string };

/** 答复: shown in the portal, and the older person is told. Refuses whoever's own looking is in question. */
export async function answerQuestion(ctx: Ctx, keys: Keys, wish: AnswerWish): Promise<QuestionRow> {
  const { questionNo, finding, answer } = wish;
  const question = await openFor(ctx, questionNo, 'answer');
  const accountNo = ctx.user.accountNo ?? refuse('people.no-question');
  const [entry] = await entriesOf(ctx.db, [question.entry_id]);
  if (entry?.accountNo === accountNo) refuse('people.question-own');
  const sealed = sealAnswer(keys, questionNo, answer);
  await setAnswered(ctx.db, questionNo, { sealed, finding, accountNo }, ctx.now);
  const sentence = `对一次查看您资料的质疑已有答复：${FINDING_NAMES[finding]}。请在“谁看过我的数据”的“我问过的”里看全文。`;
  await tellPerson(ctx.db, question.person_no, { kind: 'question', sentence }, ctx.now);
  return question;
}

async function openFor(ctx: Ctx, questionNo: number, action: QuestionAction): Promise<QuestionRow> {
  const question = (await lockQuestion(ctx.db, questionNo)) ?? refuse('people.no-question');
  const isOpen = questionActionsByStatus[question.status][action] !== undefined;
  return isOpen ? question : refuse('people.question-state', { status: QUESTION_STATUS_NAMES[question.status] });
}
