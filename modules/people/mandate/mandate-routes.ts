import type { FastifyInstance } from 'fastify';
import type { FilePlace } from '#platform/files/file-store.ts';
import { type Edge, serve, servePrepared, serveStream } from '#platform/http/serve.ts';
import { businessDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import * as contract from '../contract.ts';
import { nameList } from '../exported-list.ts';
import { findPersonByIdNumber } from '../get-person.ts';
import { checkMandate } from './check-mandate.ts';
import { confirmMandate, refuseMandate } from './confirm-mandate.ts';
import { makeMandate, readSentProof } from './make-mandate.ts';
import { exportMandates, personsOfMandates, readMandates } from './mandate.list.ts';
import { readMandate, readMandateText, readProof } from './mandate.page.ts';
import { actionsByStatus } from './mandate.ts';
import { recordFamilyRelation } from './record-family-relation.ts';
import { revokeMandate } from './revoke-mandate.ts';

const PURPOSE = '办理授权委托';

/** Staff's routes about mandates; every one about a person names him in the audit. */
export function registerMandateRoutes(app: FastifyInstance, edge: Edge, files: FilePlace): void {
  const { keys } = files;

  serve(app, edge, contract.prepareMandate, async (ctx, { body: { personIdNumber, ...wish } }, { about }) => {
    const personNo = await personHere(ctx, keys, personIdNumber);
    about({ persons: [personNo], purpose: PURPOSE });
    const { text, person } = await checkMandate(ctx, keys, { ...wish, personNo });
    const { version, hash } = text;
    return { text: text.text, version, textHash: hash.toString('hex'), personName: person.name };
  });
  servePrepared(app, edge, contract.makeMandate, async ({ body }) => {
    const proofs = await Promise.all(body.proofs.map(readSentProof));
    return async (ctx, _input, { about, subject }) => {
      const { personIdNumber, proofs: _sent, ...wish } = body;
      const personNo = await personHere(ctx, keys, personIdNumber);
      about({ persons: [personNo], purpose: PURPOSE });
      const { mandateNo } = await makeMandate(ctx, files, { ...wish, personNo, proofs });
      subject(`委托 ${mandateNo}`);
      return { mandateNo };
    };
  });
  serve(app, edge, contract.confirmMandate, async (ctx, { body }, { about, subject }) => {
    subject(`委托 ${body.mandateNo}`);
    const { person_no, status } = await confirmMandate(ctx, files, body);
    about({ persons: [person_no], purpose: PURPOSE });
    return { status: actionsByStatus[status].confirm?.to ?? status };
  });
  serve(app, edge, contract.refuseMandate, async (ctx, { body }, { about, subject }) => {
    subject(`委托 ${body.mandateNo}`);
    const { person_no } = await refuseMandate(ctx, body.mandateNo, body.reason);
    about({ persons: [person_no], purpose: PURPOSE });
    return { status: 'refused' as const };
  });
  serve(app, edge, contract.revokeMandate, async (ctx, { body }, { about, subject }) => {
    subject(`委托 ${body.mandateNo}`);
    const { person_no } = await revokeMandate(ctx, body.mandateNo, body.reason);
    about({ persons: [person_no], purpose: PURPOSE });
    return { status: 'revoked' as const };
  });
  serve(app, edge, contract.recordFamilyRelation, async (ctx, { body: { personIdNumber, ...wish } }, { about }) => {
    const personNo = await personHere(ctx, keys, personIdNumber);
    about({ persons: [personNo], purpose: '登记部门报送的亲属关系' });
    return { relationNo: await recordFamilyRelation(ctx, keys, { ...wish, personNo }) };
  });
  registerReading(app, edge, files);
}

function registerReading(app: FastifyInstance, edge: Edge, files: FilePlace): void {
  serve(app, edge, contract.listMandates, async (ctx, { query: { page, ...filter } }, { about }) => {
    const answer = await readMandates(ctx, filter, page);
    about({ persons: answer.mandates.map(({ personNo }) => personNo), purpose: PURPOSE });
    return answer;
  });
  serveStream(
    app,
    edge,
    contract.exportMandates,
    () => `授权委托-${businessDay(edge.now())}.csv`,
    async function* (ctx, { query }) {
      yield* exportMandates(ctx, query);
    },
    async (ctx, { query }) => ({
      purpose: PURPOSE,
      list: await nameList(ctx.db, {
        title: '授权委托名单',
        personNos: await personsOfMandates(ctx, query),
        now: ctx.now,
      }),
    }),
  );
  serve(app, edge, contract.showMandate, async (ctx, { params }, { about }) => {
    const answer = await readMandate(ctx, files, params.mandateNo);
    about({ persons: [answer.personNo], purpose: PURPOSE });
    return answer;
  });
  serve(app, edge, contract.showMandateText, async (ctx, { params }, { about, subject }) => {
    const { personNo, reply } = await readMandateText(ctx, files, params.mandateNo);
    subject(`委托 ${params.mandateNo} 委托书全文`);
    about({ persons: [personNo], purpose: PURPOSE });
    return reply;
  });
  serve(app, edge, contract.showProof, async (ctx, { params }, { about, subject }) => {
    const { personNo, title, reply } = await readProof(ctx, files, params);
    subject(`委托 ${params.mandateNo} ${title}`);
    about({ persons: [personNo], purpose: PURPOSE });
    return reply;
  });
}

/** By his document, among those whom the database shows the caller; everybody else is answered like nobody. */
async function personHere(ctx: Ctx, keys: FilePlace['keys'], idNumber: string): Promise<number> {
  const person = (await findPersonByIdNumber(ctx.db, keys, idNumber)) ?? contract.refuse('people.no-person-here');
  return person.personNo;
}
