import type { FastifyInstance } from 'fastify';
import type { Keys } from '#platform/crypto/keys.ts';
import { type Edge, serve } from '#platform/http/serve.ts';
import * as contract from '../contract.ts';
import { readQuestion, readQuestions } from './access-question.list.ts';
import { answerQuestion, takeQuestion } from './answer-question.ts';
import type { ListsOf } from './entry-shown.ts';

const PURPOSE = '核查老人或家属对查看的质疑';

/** The security administrator's routes about 查看质疑. */
export function registerAccessQuestionRoutes(app: FastifyInstance, edge: Edge, keys: Keys, listsOf: ListsOf): void {
  serve(app, edge, contract.listAccessQuestions, async (ctx, { query: { status, page } }, { about }) => {
    const { personNos, ...answer } = await readQuestions(ctx, { status, page });
    about({ persons: personNos, purpose: PURPOSE });
    return answer;
  });
  serve(app, edge, contract.showAccessQuestion, async (ctx, { params }, { about }) => {
    const answer = await readQuestion(ctx, keys, listsOf, params.questionNo);
    about({ persons: [answer.personNo], purpose: PURPOSE });
    return answer;
  });
  serve(app, edge, contract.takeAccessQuestion, async (ctx, { body }, { about, subject }) => {
    subject(`质疑 ${body.questionNo}`);
    const { person_no } = await takeQuestion(ctx, body.questionNo);
    about({ persons: [person_no], purpose: PURPOSE });
    return { done: true as const };
  });
  serve(app, edge, contract.answerAccessQuestion, async (ctx, { body }, { about, subject }) => {
    subject(`质疑 ${body.questionNo}`);
    const { person_no } = await answerQuestion(ctx, keys, body);
    about({ persons: [person_no], purpose: PURPOSE });
    return { done: true as const };
  });
}
