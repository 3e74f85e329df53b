import { readEntriesAbout } from '#platform/audit/looked.store.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { openAnswer, openQuestion, questionsOfPerson } from '../access-question/access-question.store.ts';
import { entriesOf, type ListsOf, showEntries } from '../access-question/entry-shown.ts';
import { citizenOf } from './may-act-for.ts';

const PAGE_SIZE = 20;

/** 谁看过 (I-16): all acts about a person, himself or as one of a list, a page at a time; with the caller's own questions. */
export async function readLookers(ctx: Ctx, listsOf: ListsOf, wish: { personNo: number; page: number }) {
  const { personNo, page } = wish;
  const lists = await listsOf(ctx, personNo);
  const hashes = lists.map(({ hash }) => hash);
  const span = { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE };
  const { entries, total } = await readEntriesAbout(ctx.db, { personNo, lists: hashes, ...span });
  const { citizenNo } = citizenOf(ctx);
  const shown = await showEntries(ctx.db, entries, lists, citizenNo);
  const questions = await questionsOfPerson(ctx.db, personNo, citizenNo);
  const asked = new Map(questions.map((row) => [row.entry_id, row.question_no]));
  return {
    entries: shown.map((entry) => ({ ...entry, questionNo: asked.get(entry.entryId) ?? null })),
    ...{ total, page, pageSize: PAGE_SIZE },
  };
}

export type QuestionsWish = { personNo: number; isSelf: boolean };

/** 我的质疑 with what was answered: the older person sees all about himself, a mandate holder those that he asked. */
export async function readOwnQuestions(ctx: Ctx, keys: Keys, listsOf: ListsOf, { personNo, isSelf }: QuestionsWish) {
  const { citizenNo } = citizenOf(ctx);
  const rows = await questionsOfPerson(ctx.db, personNo, isSelf ? undefined : citizenNo);
  const entries = await entriesOf(
    ctx.db,
    rows.map(({ entry_id }) => entry_id),
  );
  const shown = await showEntries(ctx.db, entries, await listsOf(ctx, personNo), citizenNo);
  const byId = new Map(shown.map((entry) => [entry.entryId, entry]));
  const shownQuestion = async (row: (typeof rows)[number]) => ({
    ...{ questionNo: row.question_no, status: row.status, finding: row.finding, dueDay: row.due_day },
    question: await openQuestion(keys, row.question_no, row.question_sealed),
    answer: row.answer_sealed === null ? null : await openAnswer(keys, row.question_no, row.answer_sealed),
    isMine: row.citizen_no === citizenNo,
    askedAt: row.asked_at.toISOString(),
    entry: byId.get(row.entry_id) ?? null,
  });
  return Promise.all(rows.map(shownQuestion));
}
