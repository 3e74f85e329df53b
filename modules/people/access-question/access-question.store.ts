import type { Finding } from '#modules/identity/contract.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import { openSealed, seal } from '#platform/crypto/seal.ts';
import { type AnyDb, own } from '#platform/db/own.ts';
import type { QuestionStatus } from './access-question.ts';

const placeOf = (questionNo: number, part: 'question' | 'answer') => ({
  table: 'people.access_question',
  column: `${part}_sealed`,
  row: questionNo,
});

export async function openQuestion(keys: Keys, questionNo: number, sealed: Buffer): Promise<string> {
  return (await openSealed(keys, placeOf(questionNo, 'question'), sealed)).text ?? '';
}

export async function openAnswer(keys: Keys, questionNo: number, sealed: Buffer): Promise<string> {
  return (await openSealed(keys, placeOf(questionNo, 'answer'), sealed)).text ?? '';
}

export function sealAnswer(keys: Keys, questionNo: number, text: string): Buffer {
  return seal(keys, placeOf(questionNo, 'answer'), { text });
}

export function questions(db: AnyDb) {
  return own('people')(db)
    .selectFrom('people.access_question')
    .selectAll()
    .$narrowType<{ status: QuestionStatus; finding: Finding | null }>();
}
export type QuestionRow = NonNullable<Awaited<ReturnType<typeof findQuestion>>>;

export async function findQuestion(db: AnyDb, questionNo: number) {
  return questions(db).where('question_no', '=', questionNo).executeTakeFirst();
}

export async function lockQuestion(db: AnyDb, questionNo: number) {
  return questions(db).where('question_no', '=', questionNo).forUpdate().executeTakeFirst();
}

/** About one person, the latest first: all, or those that this citizen asked. */
export async function questionsOfPerson(db: AnyDb, personNo: number, citizenNo?: number) {
  const all = questions(db).where('person_no', '=', personNo).orderBy('question_no', 'desc');
  return (citizenNo === undefined ? all : all.where('citizen_no', '=', citizenNo)).execute();
}

/** Open ones by their last day, then the answered ones, the latest first. */
export async function pageOfQuestions(
  db: AnyDb,
  { status, limit, offset }: { status: QuestionStatus | undefined; limit: number; offset: number },
) {
  let query = questions(db);
  if (status) query = query.where('status', '=', status);
  return query
    .orderBy((e) => e('status', '=', 'answered'))
    .orderBy('due_day')
    .orderBy('question_no')
    .limit(limit)
    .offset(offset)
    .execute();
}

export async function countQuestions(db: AnyDb, status: QuestionStatus | undefined): Promise<number> {
  let query = own('people')(db)
    .selectFrom('people.access_question')
    .select(({ fn }) => fn.countAll<number>().as('n'));
  if (status) query = query.where('status', '=', status);
  return Number((await query.executeTakeFirstOrThrow()).n);
}

export type NewQuestion = {
  personNo: number;
  citizenNo: number;
  entryId: string;
  question: string;
  dueDay: string;
};

/** Undefined when this citizen asked about this entry before. */
export async function insertQuestion(
  db: AnyDb,
  keys: Keys,
  { personNo, citizenNo, entryId, question, dueDay }: NewQuestion,
  now: Date,
): Promise<number | undefined> {
  const { no } = await own('people')(db)
    .selectNoFrom((e) => e.fn<number>('nextval', [e.val('people.access_question_question_no_seq')]).as('no'))
    .executeTakeFirstOrThrow();
  const questionNo = Number(no);
  const row = await own('people')(db)
    .insertInto('people.access_question')
    .values({
      ...{ question_no: questionNo, person_no: personNo, citizen_no: citizenNo, entry_id: entryId, status: 'asked' },
      question_sealed: seal(keys, placeOf(questionNo, 'question'), { text: question }),
      ...{ asked_at: now, due_day: dueDay },
    })
    .onConflict((conflict) => conflict.constraint('access_question_once').doNothing())
    .returning('question_no')
    .executeTakeFirst();
  return row?.question_no;
}

export async function setTaken(db: AnyDb, questionNo: number, accountNo: number | null, now: Date): Promise<void> {
  await own('people')(db)
    .updateTable('people.access_question')
    .set({ status: 'taken', taken_at: now, taken_by: accountNo })
    .where('question_no', '=', questionNo)
    .execute();
}

export type AnswerRow = { sealed: Buffer; finding: Finding; accountNo: number };

export async function setAnswered(
  db: AnyDb,
  questionNo: number,
  { sealed, finding, accountNo }: AnswerRow,
  now: Date,
): Promise<void> {
  await own('people')(db)
    .updateTable('people.access_question')
    .set({ status: 'answered', answer_sealed: sealed, finding, answered_at: now, answered_by: accountNo })
    .where('question_no', '=', questionNo)
    .execute();
}
