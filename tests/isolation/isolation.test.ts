import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { lineSchema } from '#modules/allowances/contract.ts';
import { LARGEST_NO } from '#platform/contract/row-number.ts';
import { allRoutes } from '#tools/docs/routes.ts';
import { drawn, principals, town } from './principals.ts';
import {
  ACTS,
  contains,
  housesToday,
  livesWithin,
  type Principal,
  refusalOf,
  sees,
  seesPerson,
  seesStay,
  type Wish,
} from './reference.ts';
import { type Known, MONTH, openStage, type Stage, VILLAGES } from './stage.ts';

/** The long form: KANGYANG_ISOLATION_CASES=20000. */
const CASES = Number(process.env.KANGYANG_ISOLATION_CASES ?? 4_000);
const AT_ONCE = 8;
const SOMEBODY = { name: '合成甲', idNumber: '339902197005010020', source: '入住合同' };
/** These end or change the session that asks; each has its own tests in modules/identity. */
const LEFT_OUT = ['/api/identity/sign-out', '/api/identity/change-password'];

const [ONE = '', , , WENLING = '', XIHU = ''] = VILLAGES;
/** The portal's routes take no staff session at all: portal.test.ts. */
const routes = allRoutes().filter(
  ({ permission, path }) => permission !== 'public' && permission !== 'citizen' && !LEFT_OUT.includes(path),
);

let stage: Stage;
const cookies = new Map<Principal, string>();
beforeAll(async () => {
  stage = await openStage();
  for (const principal of principals) cookies.set(principal, await stage.cookieOf(principal));
});
afterAll(() => stage.close());

async function send(principal: Principal | undefined, address: string, wish: Wish, personNo = 1) {
  const [method = '', path = ''] = address.split(' ');
  const params: Record<string, string | number> = {
    ...{ month: MONTH, county: wish.county ?? '331083', personNo, runNo: 1, accountNo: LARGEST_NO },
    ...{ mandateNo: LARGEST_NO, proofNo: LARGEST_NO, questionNo: LARGEST_NO },
  };
  const url = path.replace(/:(\w+)/g, (_, name: string) => String(params[name]));
  const cookie = principal && cookies.get(principal);
  const isList = path.includes('/lines');
  return stage.app.inject({
    ...{ method: method as 'GET' | 'POST', url, headers: cookie ? { cookie } : {} },
    query: isList ? { ...wish } : path === '/api/policy/rule' ? { file: 'no/such' } : {},
    ...(method === 'POST' ? { payload: bodyOf(path, wish) } : {}),
  });
}

/** Right in form, without effect: a month before the people's lists, a hash that no list has, numbers that nobody has. */
function bodyOf(path: string, { county, town, village }: Wish): object {
  if (path.endsWith('/runs')) return { month: '2000-01', ...(county ? { county } : {}) };
  if (path.endsWith('/release')) return { month: MONTH, county, sha256: 'f'.repeat(64) };
  if (path.endsWith('/people/search')) {
    const division = village ?? town ?? county;
    return division === undefined ? {} : { division };
  }
  if (path.endsWith('/residents')) return { ...SOMEBODY, fromDay: '2999-01-01' };
  if (path.endsWith('/residents/end')) return { stayNo: LARGEST_NO, toDay: '2023-08-01' };
  if (/(stays|residents)\/\w+$/.test(path)) return { stayNo: LARGEST_NO, reason: '填错了' };
  if (path.endsWith('/switch-post')) return { postNo: LARGEST_NO };
  if (path.endsWith('/sessions/end') || path.endsWith('-sessions/end')) return { sessionNo: LARGEST_NO };
  return {};
}

const counties = ['331083', '331081', '330106', 'Z33010002', '330114', '330902', '331000', '339999'];
const wishes = fc.record(
  {
    county: fc.constantFrom(...counties),
    town: fc.constantFrom(...VILLAGES.map(town)),
    village: fc.constantFrom(...VILLAGES),
  },
  { requiredKeys: ['county'] },
);

const NOBODY = { personNo: LARGEST_NO, idNumber: '', village: '', listedAt: [] as string[] };
const WITH_PERSONS = [
  'GET /api/allowances/people/:personNo',
  'GET /api/allowances/people/:personNo/month/:month',
  'GET /api/allowances/month/:month/lines',
  'POST /api/people/search',
  'GET /api/people/residents',
  'GET /api/people/residents/:personNo',
  'GET /api/allowances/residents/:personNo/month',
  'GET /api/people/stays',
];

const ABOUT_ONE = /\/(people|residents)\/:personNo/;

/** The persons in an answer; of a person's own page whether it is there. */
function shownIn(address: string, answer: Awaited<ReturnType<typeof send>>): unknown {
  if (ABOUT_ONE.test(address)) return answer.statusCode;
  if (/residents$|stays$/.test(address) && address.startsWith('GET')) {
    const { stays } = answer.json<{ stays: { stayNo: number; personNo?: number | null }[] }>();
    return stays.map(({ stayNo, personNo }) => personNo ?? stayNo).sort((a, b) => a - b);
  }
  if (address.endsWith('/lines')) {
    const { lines } = answer.json<{ lines?: z.infer<typeof lineSchema>[] }>();
    return lines?.filter(({ kind }) => kind !== 'stopped').map(({ personNo }) => personNo) ?? answer.statusCode;
  }
  if (!address.endsWith('/search')) return undefined;
  return (
    answer.json<{ persons?: { personNo: number }[] }>().persons?.map(({ personNo }) => personNo) ?? answer.statusCode
  );
}

/** The same by the reference model. */
function shownTo(principal: Principal, address: string, wish: Wish, known: Known): unknown {
  if (address.includes('/people/:personNo')) return known !== NOBODY && seesPerson(principal, known) ? 200 : 404;
  if (address.includes('/residents/:personNo')) return housesToday(principal, known) ? 200 : 404;
  if (address === 'GET /api/people/residents') return numbersOf((person) => housesToday(principal, person));
  if (address === 'GET /api/people/stays')
    return stage.people.flatMap((person) =>
      (person.stays ?? [])
        .filter((stay) => stay.state === 'reported' && seesStay(principal, stay, person))
        .map(({ stayNo }) => stayNo),
    );
  const named = [wish.county, wish.town, wish.village].filter((code) => code !== undefined);
  if (address.endsWith('/lines')) {
    if (!isCounty(wish.county ?? '')) return 404;
    return numbersOf(({ village }) => named.every((code) => contains(code, village)));
  }
  if (!address.endsWith('/search')) return undefined;
  const place = wish.village ?? wish.town ?? wish.county ?? principal.at;
  if (place === '339999') return 404;
  if (place.length === 6 && place.endsWith('00')) return 422;
  const there = { ...principal, at: place };
  return numbersOf((person) => livesWithin(there, person) && livesWithin(principal, person));
}

const numbersOf = (isShown: (person: Known) => boolean) => stage.people.filter(isShown).map(({ personNo }) => personNo);
const isCounty = (code: string) => code !== '339999' && !(code.length === 6 && code.endsWith('00'));

describe('I-01 谁在哪里能做什么', () => {
  test('对照表知道每一个接口', () => {
    const known = routes.map(({ method, path }) => `${method} ${path}`).filter((address) => address in ACTS);
    expect(known).toHaveLength(routes.length);
    expect(Object.keys(ACTS)).toHaveLength(routes.length);
  });

  test(`I-01 B-75 任意岗位 × 接口 × 区划 × 老人，${CASES}例：拒绝、查到谁、看到哪些行，和独立的对照表没有一例不同`, async () => {
    const seen = new Map<string, number>();
    const one = fc.record({
      principal: fc.constantFrom(...drawn),
      address: fc.oneof(fc.constantFrom(...Object.keys(ACTS)), fc.constantFrom(...WITH_PERSONS)),
      wished: wishes,
      isWithoutCounty: fc.boolean(),
      known: fc.constantFrom(...stage.people, NOBODY),
    });
    const cases = fc.sample(one, { numRuns: CASES, seed: 20_231_103 });
    const check = async ({ principal, address, wished, isWithoutCounty, known }: (typeof cases)[number]) => {
      const wish = isWithoutCounty && /runs$|lines.csv$|search$/.test(address) ? {} : wished;
      const answer = await send(principal, address, wish, known.personNo);
      const expected = refusalOf(principal, address, wish);
      const got = answer.statusCode === 403 ? answer.json().code : undefined;
      const about = `${principal.role} ${principal.at} ${address} ${JSON.stringify(wish)} ${JSON.stringify(known)}`;
      expect([answer.statusCode === 401, answer.statusCode >= 500, got], about).toEqual([false, false, expected]);
      if (expected === undefined)
        expect(shownIn(address, answer), about).toEqual(shownTo(principal, address, wish, known));
      seen.set(String(expected), (seen.get(String(expected)) ?? 0) + 1);
    };
    for (let at = 0; at < cases.length; at += AT_ONCE) await Promise.all(cases.slice(at, at + AT_ONCE).map(check));
    for (const outcome of ['undefined', 'not-permitted', 'out-of-scope'])
      expect(seen.get(outcome), outcome).toBeGreaterThan(30);
    expect(stage.log).toEqual([]);
  }, 900_000);

  test('没有登录，每一个都是401', async () => {
    for (const address of Object.keys(ACTS)) {
      expect((await send(undefined, address, { county: '331083' })).statusCode, address).toBe(401);
    }
  });
});

const readers = principals.filter(
  (principal) => refusalOf(principal, 'GET /api/allowances/people/:personNo', {}) === undefined,
);

describe('I-01 看到的只是辖区里的', () => {
  test('I-06 没有这个人和不归您管，回答一字不差', async () => {
    const county = readers.find(({ role, at }) => role === 'county-approver' && at === '331083');
    const away = stage.people.find(({ village }) => village === XIHU);
    const answers = await Promise.all(
      [away?.personNo ?? 0, LARGEST_NO].flatMap((personNo) =>
        ['', '/month/:month'].map((path) => send(county, `GET /api/allowances/people/:personNo${path}`, {}, personNo)),
      ),
    );
    for (const answer of answers) {
      const { requestId, ...said } = answer.json();
      expect([answer.statusCode, said]).toEqual([
        404,
        { code: 'allowances.no-person', sentence: '没有这位老人的记录，或不在您的管辖范围内。' },
      ]);
      expect(requestId).toBeTypeOf('string');
    }
  }, 240_000);

  test('本月页只列辖区内的县，合计也只是它们的', async () => {
    const people = stage.people.length;
    for (const principal of principals) {
      if (refusalOf(principal, 'GET /api/allowances/month', {})) continue;
      const { counties: shown, totals } = (await send(principal, 'GET /api/allowances/month', {})).json();
      const codes: string[] = shown.map(({ code }: { code: string }) => code);
      expect(codes, principal.at).toEqual(['330106', '331081', '331083'].filter((code) => sees(principal, code)));
      expect(totals.persons).toBe(codes.reduce((sum, code) => sum + countOf(code), 0));
    }
    expect(countOf('33')).toBe(people);
  });

  test('清册和导出：县、镇街、村各级只有自己的人；不选县时只有辖区内的', async () => {
    for (const principal of readers) {
      for (const wish of [
        { county: '331083' },
        { county: '331083', town: town(ONE) },
        { county: '331083', village: ONE },
        { county: '331081', village: WENLING },
      ] as Wish[]) {
        const answer = await send(principal, 'GET /api/allowances/month/:month/lines', wish);
        if (answer.statusCode === 403) continue;
        const { lines, total } = answer.json<{ lines: z.infer<typeof lineSchema>[]; total: { persons: number } }>();
        const numbers = lines.filter(({ kind }) => kind !== 'stopped').map(({ personNo }) => personNo);
        const place = wish.village ?? wish.town ?? wish.county ?? '';
        const wanted = stage.people.filter(({ village }) => village.startsWith(place)).map(({ personNo }) => personNo);
        expect(numbers, `${principal.role} ${principal.at} ${place}`).toEqual(wanted);
        expect(total.persons).toBe(lines.length);
      }
      const all = await send(principal, 'GET /api/allowances/month/:month/lines.csv', {});
      if (all.statusCode === 403) continue;
      const rows = all.body
        .trimEnd()
        .split('\r\n')
        .slice(1)
        .filter((row) => !row.includes('停发'));
      expect(rows, principal.at).toHaveLength(stage.people.filter(({ village }) => sees(principal, village)).length);
    }
  });
});

function countOf(code: string): number {
  return stage.people.filter(({ village }) => village.startsWith(code)).length;
}
