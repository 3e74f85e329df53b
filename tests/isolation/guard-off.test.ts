import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { lineSchema } from '#modules/allowances/contract.ts';
import { placesOf } from '#modules/identity/index.ts';
import { DAUGHTER, PNG, SCOPES } from '#modules/people/mandates.testing.ts';
import { OF_INSTITUTIONS } from './principals.ts';
import { housesToday, livesWithin, type Principal, seesPerson, seesStay } from './reference.ts';
import { type Known, MONTH, openStage, type Stage, VILLAGES } from './stage.ts';

const [ONE = '', , OTHER = '', WENLING = '', XIHU = ''] = VILLAGES;
const holder = (role: string, at: string): Principal => ({ role, kind: 'government', at, isOver: false });
const PRINCIPALS = [
  ...[ONE, OTHER, WENLING, XIHU].map((at) => holder('village-worker', at)),
  ...[ONE, WENLING, XIHU].map((at) => holder('street-reviewer', at.slice(0, 9))),
  ...['331083', '331081', '330106'].map((at) => holder('county-approver', at)),
  ...['331000', '330100'].map((at) => holder('city-officer', at)),
];

// The code's guard is switched off: to the code every caller's post covers the whole province. What is left is the database, which
// is told the places of the real post. Where `hasEveryRight`, every role may do everything, too.
let acting: Principal;
let hasEveryRight = false;
let stage: Stage;
beforeAll(async () => {
  stage = await openStage((edge) => ({
    ...edge,
    whoIs: async (request) => {
      const user = await edge.whoIs(request);
      if (!user) return undefined;
      const permissions = hasEveryRight ? new Set(['*']) : user.permissions;
      return user.audience === 'outside'
        ? { ...user, permissions }
        : { ...user, permissions, scope: { type: 'division', code: '330000' } };
    },
    placesOf: () => placesOf(acting.at),
  }));
});
afterAll(() => stage.close());

test('I-03 代码里的守卫关掉，再读一遍：人员页、清册、导出、查找里没有一行别处的', async () => {
  for (const principal of PRINCIPALS) {
    acting = principal;
    const headers = { cookie: await stage.cookieOf(principal) };
    const get = (url: string) => stage.app.inject({ url, headers });
    const about = `${principal.role} ${principal.at}`;
    for (const person of stage.people) {
      const { statusCode } = await get(`/api/allowances/people/${person.personNo}`);
      if (!seesPerson(principal, person)) expect(statusCode, `${about} ${JSON.stringify(person)}`).toBe(404);
    }
    const foreign = (personNo: number) => {
      const person = stage.people.find((one) => one.personNo === personNo);
      return person === undefined || !seesPerson(principal, person);
    };
    for (const county of ['331083', '331081', '330106']) {
      const answer = await get(`/api/allowances/month/${MONTH}/lines?county=${county}`);
      const { lines } = answer.json<{ lines: z.infer<typeof lineSchema>[] }>();
      expect(
        lines.filter(({ personNo }) => foreign(personNo)),
        `${about} ${county}`,
      ).toEqual([]);
      const found = await stage.app.inject({
        ...{ method: 'POST', url: '/api/people/search', headers, payload: { division: county } },
      });
      const { persons } = found.json<{ persons: { personNo: number }[] }>();
      const outside = persons.filter(
        ({ personNo }) => !stage.people.some((one) => one.personNo === personNo && livesWithin(principal, one)),
      );
      expect(outside, about).toEqual([]);
    }
    const csv = await get(`/api/allowances/month/${MONTH}/lines.csv`);
    const numbers = csv.statusCode === 200 ? [...csv.body.matchAll(/^"?(\d+)"?,/gm)].map(([, no]) => Number(no)) : [];
    expect(numbers.filter(foreign), about).toEqual([]);
  }
}, 120_000);

/** One for everybody, made by a worker of his village. */
async function mandatesOfAll(): Promise<Map<number, Known>> {
  const made = new Map<number, Known>();
  for (const person of stage.people) {
    acting = holder('village-worker', person.village);
    const headers = { cookie: await stage.cookieOf(acting) };
    const post = (url: string, payload: object) => stage.app.inject({ method: 'POST', url, headers, payload });
    const wish = { holder: DAUGHTER, relation: 'child', scopes: SCOPES, untilDay: '2024-08-01' };
    const body = { ...wish, way: 'present', personIdNumber: person.idNumber };
    const { textHash } = (await post('/api/people/mandates/prepare', body)).json();
    const proofs = [{ kind: 'signature', picture: PNG }];
    const answer = await post('/api/people/mandates', { ...body, textHash, readAloud: true, proofs });
    expect(answer.statusCode, answer.payload).toBe(200);
    made.set(answer.json<{ mandateNo: number }>().mandateNo, person);
  }
  return made;
}

test('I-03 授权委托也一样：名单、导出、详情、证明、登记、确认、不予确认、撤销、亲属关系，都只到本辖区的人', async () => {
  const mandates = await mandatesOfAll();
  const workers = PRINCIPALS.filter(({ role }) => role !== 'city-officer');
  for (const principal of [...workers, holder('auditor', '331000'), holder('auditor', '330100')]) {
    acting = principal;
    const headers = { cookie: await stage.cookieOf(principal) };
    const about = `${principal.role} ${principal.at}`;
    const own = [...mandates].filter(([, person]) => livesWithin(principal, person)).map(([mandateNo]) => mandateNo);
    expect([own.length > 0, own.length < mandates.size], about).toEqual([true, true]);
    const get = (url: string) => stage.app.inject({ url: `/api/people/mandates${url}`, headers });
    const listed = (await get('')).json<{ mandates: { mandateNo: number }[]; total: number }>();
    expect(listed.mandates.map(({ mandateNo }) => mandateNo).sort(ascending), about).toEqual(own);
    expect(listed.total, about).toBe(own.length);
    const csv = (await get('.csv')).body;
    expect([...csv.matchAll(/^(\d+),/gm)].map(([, no]) => Number(no)).sort(ascending), about).toEqual(own);

    for (const [mandateNo, person] of mandates) {
      const isOwn = own.includes(mandateNo);
      const [{ proofNo = 0 } = {}] = await proofsOf(mandateNo);
      const opened = principal.role === 'auditor' ? [] : [`/${mandateNo}/text`, `/${mandateNo}/proofs/${proofNo}`];
      const seen = await Promise.all([`/${mandateNo}`, ...opened].map(get));
      expect(
        seen.map(({ statusCode }) => statusCode === 404),
        `${about} ${mandateNo}`,
      ).toEqual(seen.map(() => !isOwn));
      if (isOwn || principal.role === 'auditor') continue;
      const words = { mandateNo, words: '已经核实过了', reason: '已经核实过了' };
      const wish = { holder: DAUGHTER, relation: 'child', scopes: SCOPES, untilDay: '2024-08-01', way: 'paper' };
      const tried: [string, object][] = [
        ['mandates/confirm', { mandateNo, words: words.words }],
        ['mandates/refuse', { mandateNo, reason: words.reason }],
        ['mandates/revoke', { mandateNo, reason: words.reason }],
        ['mandates/prepare', { ...wish, personIdNumber: person.idNumber }],
        ['mandates', { ...wish, personIdNumber: person.idNumber, textHash: '0'.repeat(64), proofs: [] }],
      ];
      for (const [path, payload] of tried) {
        const answer = await stage.app.inject({ method: 'POST', url: `/api/people/${path}`, headers, payload });
        expect(answer.statusCode, `${about} ${path} ${mandateNo}`).toBe(404);
      }
    }
  }
  await relationsElsewhere();
  const { rows } = await stage.database.ownerPool.query('select distinct status from people.mandate');
  expect(rows).toEqual([{ status: 'to-confirm' }]);
}, 120_000);

const ascending = (a: number, b: number) => a - b;

async function proofsOf(mandateNo: number): Promise<{ proofNo: number }[]> {
  const sql = 'select proof_no as "proofNo" from people.mandate_proof where mandate_no = $1';
  return (await stage.database.ownerPool.query<{ proofNo: number }>(sql, [mandateNo])).rows;
}

/** A county's steward records no relation of somebody else's people. */
async function relationsElsewhere(): Promise<void> {
  for (const county of ['331083', '330106']) {
    acting = holder('data-steward', county);
    const headers = { cookie: await stage.cookieOf(acting) };
    for (const person of stage.people) {
      const relative = { name: DAUGHTER.name, idNumber: DAUGHTER.idNumber };
      const payload = { personIdNumber: person.idNumber, relative, relation: 'child', source: '公安户籍' };
      const answer = await stage.app.inject({ method: 'POST', url: '/api/people/family-relations', headers, payload });
      if (!livesWithin(acting, person)) expect(answer.statusCode, `${county} ${person.personNo}`).toBe(404);
    }
  }
}

const ALL_STATES = ['reported', 'standing', 'ended', 'retracted'];

describe('I-03 入住登记也一样，就是什么权限都有了', () => {
  beforeAll(() => {
    hasEveryRight = true;
  });
  const asked = async (principal: Principal) => {
    acting = principal;
    const headers = { cookie: await stage.cookieOf(principal) };
    return {
      about: `${principal.role} ${principal.institution ?? principal.at}${principal.isOver ? ' over' : ''}`,
      get: (url: string) => stage.app.inject({ url, headers }),
      post: (url: string, payload: object) => stage.app.inject({ method: 'POST', url, headers, payload }),
    };
  };
  const stays = () => stage.people.flatMap((person) => (person.stays ?? []).map((stay) => ({ ...stay, person })));
  const numbersIn = (answer: { json: () => { stays?: { stayNo: number }[] } }) =>
    (answer.json().stays ?? []).map(({ stayNo }) => stayNo).sort(ascending);

  test('机构的人：只打开今天住在本机构的，只看到、只改动本机构的登记', async () => {
    for (const principal of OF_INSTITUTIONS) {
      const { about, get, post } = await asked(principal);
      for (const person of stage.people) {
        const expected = !principal.isOver && housesToday(principal, person) ? 200 : principal.isOver ? 403 : 404;
        for (const url of [
          `/api/people/residents/${person.personNo}`,
          `/api/allowances/residents/${person.personNo}/month`,
        ])
          expect((await get(url)).statusCode, `${about} ${url}`).toBe(expected);
      }
      for (const state of ALL_STATES) {
        const own = stays().filter((stay) => stay.institution === principal.institution && stay.state === state);
        const expected = principal.isOver ? [] : own.map(({ stayNo }) => stayNo);
        expect(numbersIn(await get(`/api/people/residents?standing=${state}`)), `${about} ${state}`).toEqual(expected);
      }
      for (const { stayNo, institution } of stays()) {
        if (institution === principal.institution && !principal.isOver) continue;
        const tried = [
          await post('/api/people/residents/end', { stayNo, toDay: '2023-08-01' }),
          await post('/api/people/residents/withdraw', { stayNo, reason: '填错了' }),
        ];
        expect([403, 404], `${about} ${stayNo}`).toEqual(expect.arrayContaining(tried.map((one) => one.statusCode)));
      }
    }
  }, 120_000);

  test('各级工作人员：只看到、只确认、只退回本辖区机构和本辖区老人的', async () => {
    for (const principal of PRINCIPALS) {
      const { about, get, post } = await asked(principal);
      const seen = stays().filter((stay) => seesStay(principal, stay, stay.person));
      for (const state of ALL_STATES) {
        const expected = seen.filter((stay) => stay.state === state).map(({ stayNo }) => stayNo);
        expect(numbersIn(await get(`/api/people/stays?standing=${state}`)), `${about} ${state}`).toEqual(expected);
      }
      for (const { stayNo } of stays().filter((stay) => !seen.some((one) => one.stayNo === stay.stayNo))) {
        expect((await post('/api/people/stays/confirm', { stayNo })).statusCode, `${about} ${stayNo}`).toBe(404);
        const sentBack = await post('/api/people/stays/retract', { stayNo, reason: '没有这回事' });
        expect(sentBack.statusCode, `${about} ${stayNo}`).toBe(404);
      }
    }
    const changed =
      'select from people.stay where recorded_at > $1 or confirmed_at > $1 or retracted_at > $1 or ended_at > $1';
    expect((await stage.database.ownerPool.query(changed, ['2023-06-30'])).rowCount).toBe(0);
  }, 120_000);
});
