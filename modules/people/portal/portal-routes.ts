import type { FastifyInstance } from 'fastify';
import { asBulk } from '#platform/db/bulk.ts';
import type { FilePlace } from '#platform/files/file-store.ts';
import { type Edge, serve } from '#platform/http/serve.ts';
import { businessDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { dueDayOf } from '../access-question/access-question.ts';
import { askQuestion } from '../access-question/ask-question.ts';
import type { ListsOf } from '../access-question/entry-shown.ts';
import * as contract from '../contract.ts';
import { acceptMandate, declineMandate } from '../mandate/accept-mandate.ts';
import { checkMandate } from '../mandate/check-mandate.ts';
import { makeMandate } from '../mandate/make-mandate.ts';
import { markRead, messagesOf } from '../mandate/message.store.ts';
import { endOwnMandate } from '../mandate/revoke-mandate.ts';
import { requestAccountChange } from './account-change.ts';
import { readLookers, readOwnQuestions } from './looker.list.ts';
import { citizenOf, mayActFor } from './may-act-for.ts';
import { readOwn, readOwnMandates } from './own.page.ts';

const PURPOSE = '本人或受托人在门户查看、办理';

/** The portal's routes; `edge.whoIs` knows citizens alone. What is done for somebody names him in the audit. */
export function registerPortalRoutes(app: FastifyInstance, edge: Edge, files: FilePlace, listsOf: ListsOf): void {
  registerOwn(app, edge, files);
  registerOwnMandates(app, edge, files);
  registerLookers(app, edge, files, listsOf);
}

function registerOwn(app: FastifyInstance, edge: Edge, files: FilePlace): void {
  serve(app, edge, contract.showOwn, async (ctx) => {
    const citizen = citizenOf(ctx);
    return asBulk(ctx, 'people.mandate-offer', `公民用户 ${citizen.citizenNo}`, () => readOwn(ctx, citizen));
  });
  serve(app, edge, contract.listMessages, async (ctx, { params: { personNo } }, { about }) => {
    const ground = await mayActFor(ctx, personNo, 'notices');
    if (ground.mandateNo !== null) about({ persons: [personNo], purpose: PURPOSE });
    const messages = await messagesOf(ctx.db, personNo);
    return {
      messages: messages.map(({ message_no, sentence, at, read_at }) => ({
        ...{ messageNo: Number(message_no), sentence, at: at.toISOString(), isNew: read_at === null },
      })),
    };
  });
  serve(app, edge, contract.readMessages, async (ctx, { body: { personNo } }) => {
    await mayActFor(ctx, personNo, 'notices');
    await markRead(ctx.db, personNo, ctx.now);
    return { done: true as const };
  });
  serve(app, edge, contract.requestAccountChange, async (ctx, { body }, { about }) => {
    const changeNo = await requestAccountChange(ctx, files.keys, body);
    about({ persons: [body.personNo], purpose: PURPOSE });
    return { changeNo };
  });
}

function registerOwnMandates(app: FastifyInstance, edge: Edge, files: FilePlace): void {
  serve(app, edge, contract.listOwnMandates, async (ctx, { params: { personNo } }) => {
    await mayActFor(ctx, personNo, 'view');
    return { mandates: await readOwnMandates(ctx, citizenOf(ctx), personNo) };
  });
  serve(app, edge, contract.prepareOwnMandate, async (ctx, { body }) => {
    const personNo = ownPersonNo(ctx);
    const { text } = await checkMandate(ctx, files.keys, { ...body, way: 'portal', personNo });
    return { text: text.text, version: text.version, textHash: text.hash.toString('hex') };
  });
  serve(app, edge, contract.makeOwnMandate, async (ctx, { body }, { about, subject }) => {
    const personNo = ownPersonNo(ctx);
    const { mandateNo, code } = await makeMandate(ctx, files, { ...body, way: 'portal', personNo, proofs: [] });
    subject(`委托 ${mandateNo}`);
    about({ persons: [personNo], purpose: PURPOSE });
    return { mandateNo, code: code ?? '' };
  });
  serve(app, edge, contract.acceptMandate, async (ctx, { body }, { about, subject }) => {
    subject(`委托 ${body.mandateNo}`);
    const { person_no } = await offered(ctx, body.mandateNo, () => acceptMandate(ctx, files, citizenOf(ctx), body));
    about({ persons: [person_no], purpose: PURPOSE });
    return { status: 'active' as const };
  });
  serve(app, edge, contract.declineMandate, async (ctx, { body }, { about, subject }) => {
    subject(`委托 ${body.mandateNo}`);
    const { person_no } = await offered(ctx, body.mandateNo, () => declineMandate(ctx, citizenOf(ctx), body.mandateNo));
    about({ persons: [person_no], purpose: PURPOSE });
    return { status: 'declined' as const };
  });
  serve(app, edge, contract.endOwnMandate, async (ctx, { body }, { about, subject }) => {
    subject(`委托 ${body.mandateNo}`);
    const { person_no } = await endOwnMandate(ctx, citizenOf(ctx), body.mandateNo);
    about({ persons: [person_no], purpose: PURPOSE });
    return { status: 'revoked' as const };
  });
}

function registerLookers(app: FastifyInstance, edge: Edge, { keys }: FilePlace, listsOf: ListsOf): void {
  serve(app, edge, contract.listLookers, async (ctx, { params: { personNo }, query: { page } }) => {
    await mayActFor(ctx, personNo, 'view');
    return readLookers(ctx, listsOf, { personNo, page });
  });
  serve(app, edge, contract.listOwnQuestions, async (ctx, { params: { personNo } }) => {
    await mayActFor(ctx, personNo, 'view');
    return { questions: await readOwnQuestions(ctx, keys, listsOf, personNo) };
  });
  serve(app, edge, contract.askAccessQuestion, async (ctx, { body }, { about, subject }) => {
    const questionNo = await askQuestion(ctx, keys, listsOf, body);
    subject(`质疑 ${questionNo}`);
    about({ persons: [body.personNo], purpose: PURPOSE });
    return { questionNo, dueDay: dueDayOf(businessDay(ctx.now)) };
  });
}

/** An offer is about a person whom the holder may not see yet; that he is the one it names is asked first. */
function offered<T>(ctx: Ctx, mandateNo: number, act: () => Promise<T>): Promise<T> {
  return asBulk(ctx, 'people.mandate-offer', `委托 ${mandateNo}`, act);
}

/** Only who is registered himself gives others a mandate. */
function ownPersonNo(ctx: Ctx): number {
  return citizenOf(ctx).ownPersonNo ?? contract.refuse('people.no-own-record');
}
