import type { FastifyInstance } from 'fastify';
import { type Edge, serve } from '#platform/http/serve.ts';
import { businessDay } from '#platform/month/month.ts';
import { answerQuestion } from './answer.ts';
import { answerWhatAmIDue, listDivisions, showRule, showRulebook } from './contract.ts';
import type { GoverningBook } from './decide/governing-book.ts';
import { divisionsToChoose } from './division.list.ts';
import { pageOfRule } from './rule.page.ts';
import type { RuleDocument } from './rulebook/rule-document.ts';
import { listRules } from './rulebook.list.ts';

/** The rulebook as the server holds it in memory, and the six-digit code of the database's province. */
export type RulesInMemory = {
  book: () => GoverningBook;
  documents: () => readonly RuleDocument[];
  province: string;
};

export function registerPolicyRoutes(
  app: FastifyInstance,
  edge: Edge,
  { book, documents, province }: RulesInMemory,
): void {
  serve(app, edge, showRulebook, async ({ now }, { query }) =>
    listRules(book().rulebook, documents(), query.day ?? businessDay(now)),
  );
  serve(app, edge, showRule, async ({ now }, { query }) =>
    pageOfRule(book().rulebook, documents(), query.file, businessDay(now)),
  );
  serve(app, edge, listDivisions, async (_ctx, { query }) => divisionsToChoose(province, query.parent));
  serve(app, edge, answerWhatAmIDue, async ({ now }, { body }) =>
    answerQuestion(book(), province, body, businessDay(now)),
  );
}
