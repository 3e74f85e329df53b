import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLimit, LIMITS } from '#platform/http/limits.ts';
import { codeOf, openStage, type Stage } from './mandates.testing.ts';
import { aFact, HERE, THERE } from './people.testing.ts';
import { idTailOf } from './seal-person.ts';
import { makeSyntheticIdNumber } from './synthetic-id-number.ts';

const BORN = '1943-03-15';
const numbers = Array.from({ length: 900 }, (_, at) => makeSyntheticIdNumber(339_904, BORN, at + 1));
const [WANTED = ''] = numbers;
const lastFour = WANTED.slice(-4);

let stage: Stage;
let persons: { wanted: number; sameEnding: number; neighbour: number; elsewhere: number };
beforeAll(async () => {
  stage = await openStage();
  const { keys } = stage.database;
  // Its ending falls among the same of the 128 that the index tells apart.
  const lookalike = numbers.find(
    (one) => one.slice(-4) !== lastFour && idTailOf(keys, one.slice(-4)) === idTailOf(keys, lastFour),
  );
  if (lookalike === undefined) throw new Error('no number of the same bucket');
  const register = (idNumber: string, name: string, division = HERE) =>
    stage.register({
      idNumber,
      sex: Number(idNumber[16]) % 2 === 1 ? 1 : 2,
      name,
      born: `${idNumber.slice(6, 10)}-03-15`,
      facts: [aFact({ division })],
    });
  persons = {
    wanted: await register(WANTED, '合成甲'),
    sameEnding: await register(sameEnding(339_905), '合成乙'),
    neighbour: await register(lookalike, '合成丙'),
    elsewhere: await register(sameEnding(339_906), '合成丁', THERE),
  };
});
afterAll(() => stage.close());

/** Another number with the same last four signs. */
function sameEnding(prefix: number): string {
  for (let year = 1930; year < 1960; year += 1)
    for (let order = 1; order < 900; order += 1) {
      const number = makeSyntheticIdNumber(prefix, `${year}-03-15`, order);
      if (number.endsWith(lastFour)) return number;
    }
  throw new Error('no number ends so');
}

const search = async (body: object, as: string) => {
  const answer = await stage.post('/api/people/search', body, { as });
  return answer.statusCode === 200
    ? answer.json<{ persons: { personNo: number }[] }>().persons.map(({ personNo }) => personNo)
    : codeOf(answer);
};

test('I-08 末四位：一个县里末四位正好是它的；同一盲索引格的、别县的不在里面；小写 x 也行；可与姓名合用', async () => {
  const county = await stage.worker('county-approver', '331083');
  const { wanted, sameEnding: other, elsewhere } = persons;
  expect(await search({ lastFour }, county)).toEqual([wanted, other]);
  expect(await search({ lastFour: ` ${lastFour.toLowerCase()} ` }, county)).toEqual([wanted, other]);
  expect(await search({ lastFour, name: '合成乙' }, county)).toEqual([other]);
  expect(await search({ lastFour: '0000' }, county)).toEqual([]);
  const away = await stage.worker('county-approver', '330102');
  expect(await search({ lastFour }, away)).toEqual([elsewhere]);
  const village = await stage.worker('village-worker', '331083001002');
  expect(await search({ lastFour }, village)).toEqual([]);
});

test('I-08 末四位要有县：省、市要先选县，别人的县不给；三位、五位不收', async () => {
  const province = await stage.worker('province-officer', '330000');
  expect(await search({ lastFour }, province)).toEqual([422, 'people.choose-county']);
  expect(await search({ lastFour, division: '331000' }, province)).toEqual([422, 'people.choose-county']);
  expect(await search({ lastFour, division: '330102' }, province)).toEqual([persons.elsewhere]);
  const county = await stage.worker('county-approver', '331083');
  expect(await search({ lastFour, division: '330102' }, county)).toEqual([403, 'out-of-scope']);
  expect((await search({ lastFour: '123' }, county))[0]).toBe(422);
  expect((await search({ lastFour: '12345' }, county))[0]).toBe(422);
});

test('I-16 末四位不进审计、不进日志；查到的人都记名', async () => {
  const rows = await stage.rows<{ line: string }>(
    `select e::text as line from platform.audit_entry e where e.action = '/api/people/search'`,
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.some(({ line }) => line.includes('按证件末四位'))).toBe(true);
  const named = await stage.rows<{ person_no: number }>('select distinct person_no from platform.audit_subject');
  expect(named.map(({ person_no }) => person_no)).not.toContain(persons.neighbour);
  expect(named.map(({ person_no }) => person_no)).toContain(persons.wanted);
  expect(stage.log).toEqual([]);
});

test('B-86 一个账号一天查不了多少次：猜末四位把一个县的人都找出来，做不到；说几点以后再查', async () => {
  const few = { ...LIMITS, search: [{ most: 3, seconds: 86_400 }] };
  const limited = await openStage((edge) => ({ ...edge, limit: createLimit(edge.now, few) }));
  try {
    const guesser = await limited.worker('county-approver', '331083');
    const guess = (as: string, ending: number) =>
      limited.post('/api/people/search', { lastFour: String(1000 + ending) }, { as });
    for (let ending = 0; ending < 3; ending += 1) expect((await guess(guesser, ending)).statusCode).toBe(200);
    const refused = await guess(guesser, 3);
    expect(codeOf(refused)).toEqual([429, 'too-many']);
    expect(refused.json().sentence).toContain('请在8月8日09:00以后再办');
    expect((await guess(await limited.worker('county-approver', '331083'), 3)).statusCode).toBe(200);
  } finally {
    await limited.close();
  }
});
