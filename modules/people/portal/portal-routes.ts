import type { FastifyInstance } from 'fastify';
import type { FilePlace } from '#platform/files/file-store.ts';
import type { Edge } from '#platform/http/serve.ts';
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
import { citizenOf } from './may-act-for.ts';
import { readOwn, readOwnMandates } from './own.page.ts';
import { serveForPerson, servePortal } from './serve-portal.ts';

/** The portal's routes; `edge.whoIs` knows citizens alone. */
export function registerPortalRoutes(app: FastifyInstance, edge: Edge, files: FilePlace, listsOf: ListsOf): void {
  registerOwn(app, edge, files);
  registerMessages(app, edge);
  registerOwnMandates(app, edge, files);
  registerActsOnMandates(app, edge, files);
  registerLookers(app, edge, files, listsOf);
}

function registerOwn(app: FastifyInstance, edge: Edge, { keys }: FilePlace): void {
  servePortal(app, edge, contract.showOwn, (ctx, _input, { citizen }) => readOwn(ctx, citizen));
  servePortal(app, edge, contract.requestAccountChange, async (ctx, { body }) => {
    const changeNo = await requestAccountChange(ctx, keys, body);
    return { reply: { changeNo }, persons: [body.personNo] };
  });
}

function registerMessages(app: FastifyInstance, edge: Edge): void {
  const notices = { scope: 'notices' } as const;
  serveForPerson(app, edge, { ...notices, route: contract.listMessages }, async (ctx, personNo) => {
    const messages = await messagesOf(ctx.db, personNo);
    return {
      messages: messages.map(({ message_no, sentence, at, read_at }) => ({
        ...{ messageNo: Number(message_no), sentence, at: at.toISOString(), isNew: read_at === null },
      })),
    };
  });
  serveForPerson(app, edge, { ...notices, route: contract.readMessages }, async (ctx, personNo, { isSelf }) => {
    // What a holder has read the older person may not know yet: it stays new for him.
    if (isSelf) await markRead(ctx.db, personNo, ctx.now);
    return { done: true as const };
  });
}

function registerOwnMandates(app: FastifyInstance, edge: Edge, files: FilePlace): void {
  const list = { route: contract.listOwnMandates, scope: 'view' } as const;
  serveForPerson(app, edge, list, async (ctx, personNo, { citizen }) => ({
    mandates: await readOwnMandates(ctx, citizen, personNo),
  }));
  servePortal(app, edge, contract.prepareOwnMandate, async (ctx, { body }) => {
    const personNo = ownPersonNo(ctx);
    const { text } = await checkMandate(ctx, files.keys, { ...body, way: 'portal', personNo });
    const reply = { text: text.text, version: text.version, textHash: text.hash.toString('hex') };
    return { reply, persons: [personNo] };
  });
  servePortal(app, edge, contract.makeOwnMandate, async (ctx, { body }, { subject }) => {
    const personNo = ownPersonNo(ctx);
    const { mandateNo, code } = await makeMandate(ctx, files, { ...body, way: 'portal', personNo, proofs: [] });
    subject(`委托 ${mandateNo}`);
    return { reply: { mandateNo, code: code ?? '' }, persons: [personNo] };
  });
}

function registerActsOnMandates(app: FastifyInstance, edge: Edge, files: FilePlace): void {
  servePortal(app, edge, contract.acceptMandate, async (ctx, { body }, { citizen, subject }) => {
    subject(`委托 ${body.mandateNo}`);
    const { person_no } = await acceptMandate(ctx, files, citizen, body);
    return { reply: { status: 'active' as const }, persons: [person_no] };
  });
  servePortal(app, edge, contract.declineMandate, async (ctx, { body: { mandateNo } }, { citizen, subject }) => {
    subject(`委托 ${mandateNo}`);
    const { person_no } = await declineMandate(ctx, citizen, mandateNo);
    return { reply: { status: 'declined' as const }, persons: [person_no] };
  });
  servePortal(app, edge, contract.endOwnMandate, async (ctx, { body: { mandateNo } }, { citizen, subject }) => {
    subject(`委托 ${mandateNo}`);
    const { person_no } = await endOwnMandate(ctx, citizen, mandateNo);
    return { reply: { status: 'revoked' as const }, persons: [person_no] };
  });
}

function registerLookers(app: FastifyInstance, edge: Edge, { keys }: FilePlace, listsOf: ListsOf): void {
  const view = { scope: 'view' } as const;
  serveForPerson(app, edge, { ...view, route: contract.listLookers }, (ctx, personNo, { input }) =>
    readLookers(ctx, listsOf, { personNo, page: input.query.page }),
  );
  serveForPerson(app, edge, { ...view, route: contract.listOwnQuestions }, async (ctx, personNo, { isSelf }) => ({
    questions: await readOwnQuestions(ctx, keys, listsOf, { personNo, isSelf }),
  }));
  servePortal(app, edge, contract.askAccessQuestion, async (ctx, { body }, { subject }) => {
    const questionNo = await askQuestion(ctx, keys, listsOf, body);
    subject(`质疑 ${questionNo}`);
    return { reply: { questionNo, dueDay: dueDayOf(businessDay(ctx.now)) }, persons: [body.personNo] };
  });
}

/** Only who is registered himself gives others a mandate. */
function ownPersonNo(ctx: Ctx): number {
  return citizenOf(ctx).ownPersonNo ?? contract.refuse('people.no-own-record');
}
