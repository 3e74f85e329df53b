import { readEntriesAbout } from '#platform/audit/looked.store.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { openAnswer, openQuestion, questionsOfPerson } from '../access-question/access-question.store.ts';
import { entriesOf, type ListsOf, showEntries } from '../access-question/entry-shown.ts';
import { citizenOf } from './may-act-for.ts';

const PAGE_SIZE = 20;

/** 谁看过 (I-16): all acts about a person, himself or as one of a list, a page at a time. */
export async function readLookers(ctx: Ctx, listsOf: ListsOf, wish: { personNo: number; page: number }) {
  const { personNo, page } = wish;
  const lists = await listsOf(ctx, personNo);
  const hashes = lists.map(({ hash }) => hash);
  const span = { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE };
  const { entries, total } = await readEntriesAbout(ctx.db, { personNo, lists: hashes, ...span });
  const shown = await showEntries(ctx.db, entries, lists, citizenOf(ctx).citizenNo);
  const asked = new Map((await questionsOfPerson(ctx.db, personNo)).map((row) => [row.entry_id, row.question_no]));
  return {
    entries: shown.map((entry) => ({ ...entry, questionNo: asked.get(entry.entryId) ?? null })),
    ...{ total, page, pageSize: PAGE_SIZE },
  };
}

/** 我的质疑 with what was answered. */
export async function readOwnQuestions(ctx: Ctx, keys: Keys, listsOf: ListsOf, personNo: number) {
  const rows = await questionsOfPerson(ctx.db, personNo);
  const entries = await entriesOf(
    ctx.db,
    rows.map(({ entry_id }) => entry_id),
  );
  const shown = await showEntries(ctx.db, entries, await listsOf(ctx, personNo), citizenOf(ctx).citizenNo);
  const byId = new Map(shown.map((entry) => [entry.entryId, entry]));
  const shownQuestion = async (row: (typeof rows)[number]) => ({
    ...{ questionNo: row.question_no, status: row.status, finding: row.finding, dueDay: row.due_day },
    question: await openQuestion(keys, row.question_no, row.question_sealed),
    answer: row.answer_sealed === null ? null : await openAnswer(keys, row.question_no, row.answer_sealed),
    askedAt: row.asked_at.toISOString(),
    entry: byId.get(row.entry_id) ?? null,
  });
  return Promise.all(rows.map(shownQuestion));
}
