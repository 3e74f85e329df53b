import type { Keys } from '#platform/crypto/keys.ts';
import { businessDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { refuse } from '../contract.ts';
import { maskedNamesOf } from '../masked-names.ts';
import {
  countQuestions,
  findQuestion,
  openAnswer,
  openQuestion,
  pageOfQuestions,
  type QuestionRow,
} from './access-question.store.ts';
import { type QuestionStatus, questionActionsByStatus } from './access-question.ts';
import { entriesOf, type ListsOf, showEntries } from './entry-shown.ts';

const PAGE_SIZE = 50;

/** 质疑一页, for the security administrator: what must be answered first stands first. */
export async function readQuestions(ctx: Ctx, wish: { status: QuestionStatus | undefined; page: number }) {
  const { status, page } = wish;
  const rows = await pageOfQuestions(ctx.db, { status, limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE });
  const total = await countQuestions(ctx.db, status);
  const names = await maskedNamesOf(
    ctx.db,
    rows.map(({ person_no }) => person_no),
  );
  const today = businessDay(ctx.now);
  const questions = rows.map((row) => ({ ...shown(row, today), personNameMasked: names.get(row.person_no) ?? '' }));
  return { questions, personNos: rows.map(({ person_no }) => person_no), total, page, pageSize: PAGE_SIZE };
}

/** 质疑详情: the words of question and answer, the entry in question, and what may be done with it. */
export async function readQuestion(ctx: Ctx, keys: Keys, listsOf: ListsOf, questionNo: number) {
  const row = (await findQuestion(ctx.db, questionNo)) ?? refuse('people.no-question');
  const names = await maskedNamesOf(ctx.db, [row.person_no]);
  const entries = await entriesOf(ctx.db, [row.entry_id]);
  const [entry] = await showEntries(ctx.db, entries, await listsOf(ctx, row.person_no));
  return {
    ...shown(row, businessDay(ctx.now)),
    personNameMasked: names.get(row.person_no) ?? '',
    personNo: row.person_no,
    question: await openQuestion(keys, questionNo, row.question_sealed),
    answer: row.answer_sealed === null ? null : await openAnswer(keys, questionNo, row.answer_sealed),
    /** null: the entry's own time is over and it was deleted. */
    entry: entry ?? null,
    actions: Object.keys(questionActionsByStatus[row.status]) as ('take' | 'answer')[],
  };
}

function shown(row: QuestionRow, today: string) {
  return {
    questionNo: row.question_no,
    status: row.status,
    finding: row.finding,
    askedAt: row.asked_at.toISOString(),
    dueDay: row.due_day,
    isLate: row.status !== 'answered' && row.due_day < today,
    answeredAt: row.answered_at?.toISOString() ?? null,
  };
}
