import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeOf, type Desk, openDesk, PORTAL } from './mandates.testing.ts';

type Entry = { entryId: string; title: string; role: string; questionNo: number | null };
type Asked = { questionNo: number; question: string; isMine: boolean };

let desk: Desk;
/** A worker's look at the older woman, and her daughter's. */
let workers: string;
let daughters: string;
beforeAll(async () => {
  desk = await openDesk();
  await desk.given();
});
afterAll(() => desk.stage.close());
beforeEach(async () => {
  await desk.stage.get(`/api/people/${desk.personNo}/identity`, { as: desk.worker });
  await desk.stage.get(desk.mandatesUrl, { as: desk.daughter });
  const entries = await entriesFor(desk.grandma);
  workers = entries.find(({ title }) => title === '身份和联系方式（脱敏）')?.entryId ?? '';
  daughters = entries.find(({ title }) => title === '看授权委托')?.entryId ?? '';
});

const entriesFor = async (as: string) => {
  const answer = await desk.stage.get(`${PORTAL}/persons/${desk.personNo}/lookers`, { as });
  return answer.json<{ entries: Entry[] }>().entries;
};
const ask = (entryId: string, as: string, question = '为什么要看') =>
  desk.stage.post(`${PORTAL}/access-questions`, { personNo: desk.personNo, entryId, question }, { as });
const askedFor = async (as: string) => {
  const answer = await desk.stage.get(`${PORTAL}/persons/${desk.personNo}/access-questions`, { as });
  return answer.json<{ questions: Asked[] }>().questions;
};

describe('查看质疑：谁问的、谁看得到', () => {
  test('老人看得到关于自己的全部质疑，受托人只看得到自己问的', async () => {
    expect((await ask(workers, desk.grandma, '老人问的')).statusCode).toBe(200);
    expect(await askedFor(desk.daughter)).toEqual([]);
    expect((await ask(workers, desk.daughter, '女儿问的')).statusCode).toBe(200);
    expect((await askedFor(desk.daughter)).map(({ question, isMine }) => [question, isMine])).toEqual([
      ['女儿问的', true],
    ]);
    expect((await askedFor(desk.grandma)).map(({ question, isMine }) => [question, isMine])).toEqual([
      ['女儿问的', false],
      ['老人问的', true],
    ]);
  });

  test('一条记录一人只能问一次：再问就说已经问过；别人问过的，自己还可以问', async () => {
    expect((await ask(workers, desk.daughter)).statusCode).toBe(200);
    const questionNoFor = async (as: string) =>
      (await entriesFor(as)).find(({ entryId }) => entryId === workers)?.questionNo ?? null;
    expect([await questionNoFor(desk.daughter), await questionNoFor(desk.grandma)]).toEqual([expect.any(Number), null]);
    const again = await ask(workers, desk.daughter);
    expect(codeOf(again)).toEqual([409, 'people.question-asked']);
    expect(again.json().sentence).toContain('已经问过');
    expect((await ask(workers, desk.grandma)).statusCode).toBe(200);
    expect(codeOf(await ask(workers, desk.grandma))).toEqual([409, 'people.question-asked']);
  });

  test('同时问两次只有一件；唯一由数据库保证', async () => {
    const answers = await Promise.all([ask(workers, desk.grandma), ask(workers, desk.grandma)]);
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409]);
    const copy = `insert into people.access_question (person_no, citizen_no, entry_id, status, question_sealed, asked_at, due_day)
      select person_no, citizen_no, entry_id, 'asked', question_sealed, asked_at, due_day from people.access_question
      where entry_id = $1`;
    await expect(desk.stage.rows(copy, [workers])).rejects.toThrow('access_question_once');
  });

  test('自己的查看不能自己质疑；老人可以问受托人的查看', async () => {
    const own = await ask(daughters, desk.daughter);
    expect(codeOf(own)).toEqual([409, 'people.question-own-look']);
    expect(own.json().sentence).toContain('您自己');
    expect((await ask(daughters, desk.grandma)).statusCode).toBe(200);
  });
});
