import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSyntheticIdNumber } from '#modules/people/contract.ts';
import { LARGEST_NO } from '#platform/contract/row-number.ts';
import { allRoutes } from '#tools/docs/routes.ts';
import { inputsOf } from '../audit/generated-input.ts';
import { openStage, type Stage } from '../isolation/stage.ts';
import { type Foreign, openForeign } from './foreign-rows.ts';
import { type IdInput, idInputs, type Part, withId } from './id-inputs.ts';

const NOBODYS_ID_NUMBER = makeSyntheticIdNumber(339_999, '1938-04-11', 994);
const INPUTS = idInputs(allRoutes());
/** A route about the whole province looks at no id before it has refused whoever has less. */
const isWhole = ({ route }: IdInput) => route.scope === 'whole';

type Case = {
  by: keyof Foreign['callers'];
  /** A row that is there and not the caller's. */
  foreign: (rows: Foreign) => string | number;
  absent?: string | number;
  /** The rest of the input where random values would be refused for themselves. */
  rest?: (rows: Foreign) => Partial<Record<Part, object>>;
  /** A search finds nothing and does not refuse. */
  status?: 200;
};
/** Why an id leads to nobody's row. */
type Exempt = string;

const person = (by: Case['by'], rest?: Case['rest']): Case => ({
  ...{ by, foreign: ({ other }) => other.personNo },
  ...(rest ? { rest } : {}),
});
const mandate = (by: Case['by'], rest?: Case['rest']): Case => ({
  ...{ by, foreign: ({ other }) => other.mandateNo },
  ...(rest ? { rest } : {}),
});
const offer = (rest?: Case['rest']): Case => ({
  ...{ by: 'citizen', foreign: ({ other }) => other.offerNo },
  ...(rest ? { rest } : {}),
});
const HOLDER = { name: '合成乙', idNumber: makeSyntheticIdNumber(339_902, '1970-05-01', 2), phone: '19900000002' };
const WISH = { relation: 'child', scopes: ['view'], untilDay: '2024-08-01', holder: HOLDER, way: 'present' };
const atTheDesk = (more: object = {}): Case => ({
  ...{ by: 'worker', foreign: ({ other }) => other.idNumber, absent: NOBODYS_ID_NUMBER },
  rest: () => ({ body: { ...WISH, ...more } }),
});
const stay = (by: Case['by'], more: object): Case => ({
  ...{ by, foreign: ({ stayNo }) => stayNo, rest: () => ({ body: more }) },
});
const TYPED: Exempt = '受托人、亲属的证件号码由办理人写下来，不去找谁的记录';

const CASES: Record<string, Case | Exempt> = {
  'POST /api/identity/break-glass body.idNumber':
    '紧急查看正是为辖区外的人设的，留痕、限次、有人复核：tests/isolation/break-glass.test.ts I-09',
  'POST /api/identity/break-glass/close body.openingNo': { by: 'worker', foreign: ({ openingNo }) => openingNo },
  'POST /api/identity/break-glass/review body.openingNo': { by: 'elsewhere', foreign: ({ openingNo }) => openingNo },
  'POST /api/identity/own-sessions/end body.sessionNo': { by: 'worker', foreign: ({ sessionNo }) => sessionNo },
  'POST /api/identity/citizen/own-sessions/end body.sessionNo': {
    ...{ by: 'citizen', foreign: ({ citizenSessionNo }) => citizenSessionNo },
  },
  'POST /api/identity/switch-post body.postNo': { by: 'worker', foreign: ({ postNo }) => postNo },
  'GET /api/people/:personNo/identity params.personNo': person('approver'),
  'GET /api/allowances/people/:personNo params.personNo': person('approver', () => ({ query: {} })),
  'GET /api/allowances/people/:personNo/month/:month params.personNo': person('approver', () => ({
    ...{ params: { month: '2023-08' }, query: {} },
  })),
  'POST /api/people/reveal body.personNo': person('approver'),
  'POST /api/people/search body.idNumber': {
    ...{ by: 'approver', foreign: ({ other }) => other.idNumber, absent: NOBODYS_ID_NUMBER, status: 200 },
    rest: () => ({ body: {} }),
  },
  'GET /api/people/residents/:personNo params.personNo': person('manager'),
  'GET /api/allowances/residents/:personNo/month params.personNo': person('manager'),
  'POST /api/people/residents body.idNumber':
    '机构写下来的号码，有没有这个人回答都一样，确认以前什么也看不到：modules/people/stays.test.ts I-06',
  'POST /api/people/residents/end body.stayNo': stay('manager', { toDay: '2023-08-01' }),
  'POST /api/people/residents/withdraw body.stayNo': stay('manager', { reason: '填错了' }),
  'POST /api/people/stays/confirm body.stayNo': stay('approver', {}),
  'POST /api/people/stays/retract body.stayNo': stay('approver', { reason: '没有这回事' }),
  'GET /api/people/portal/persons/:personNo/stays params.personNo': person('citizen'),
  'POST /api/people/portal/stays/answer body.personNo': person('citizen', ({ stayNo }) => ({
    body: { stayNo, isTrue: true },
  })),
  'POST /api/people/portal/stays/answer body.stayNo': {
    ...{ by: 'citizen', foreign: ({ stayNo }) => stayNo },
    rest: ({ own }) => ({ body: { personNo: own.personNo, isTrue: true } }),
  },
  'POST /api/people/family-relations body.personIdNumber': {
    ...{ by: 'steward', foreign: ({ other }) => other.idNumber, absent: NOBODYS_ID_NUMBER },
    rest: () => ({
      body: { relative: { name: '合成乙', idNumber: HOLDER.idNumber }, relation: 'child', source: '公安' },
    }),
  },
  'POST /api/people/family-relations body.relative.idNumber': TYPED,
  'POST /api/people/mandates/prepare body.personIdNumber': atTheDesk(),
  'POST /api/people/mandates/prepare body.holder.idNumber': TYPED,
  'POST /api/people/mandates body.personIdNumber': atTheDesk({ textHash: '0'.repeat(64), proofs: [] }),
  'POST /api/people/mandates body.holder.idNumber': TYPED,
  'GET /api/people/mandates/:mandateNo params.mandateNo': mandate('approver'),
  'GET /api/people/mandates/:mandateNo/text params.mandateNo': mandate('approver'),
  'GET /api/people/mandates/:mandateNo/proofs/:proofNo params.mandateNo': mandate('approver', ({ other }) => ({
    params: { proofNo: String(other.proofNo) },
  })),
  'GET /api/people/mandates/:mandateNo/proofs/:proofNo params.proofNo': {
    ...{ by: 'approver', foreign: ({ other }) => other.proofNo },
    rest: ({ own }) => ({ params: { mandateNo: String(own.mandateNo) } }),
  },
  'POST /api/people/mandates/confirm body.mandateNo': mandate('approver'),
  'POST /api/people/mandates/refuse body.mandateNo': mandate('approver'),
  'POST /api/people/mandates/revoke body.mandateNo': mandate('approver'),
  'GET /api/allowances/runs/:runNo params.runNo': { by: 'approver', foreign: ({ runNo }) => runNo },
  'GET /api/allowances/portal/persons/:personNo/months params.personNo': person('citizen'),
  'GET /api/people/portal/persons/:personNo/access-questions params.personNo': person('citizen'),
  'GET /api/people/portal/persons/:personNo/lookers params.personNo': person('citizen', () => ({ query: {} })),
  'GET /api/people/portal/persons/:personNo/mandates params.personNo': person('citizen'),
  'GET /api/people/portal/persons/:personNo/messages params.personNo': person('citizen'),
  'POST /api/people/portal/access-questions body.personNo': person('citizen', ({ other }) => ({
    body: { entryId: other.entryId, question: '为什么看我的资料' },
  })),
  'POST /api/people/portal/access-questions body.entryId': {
    ...{ by: 'citizen', foreign: ({ other }) => other.entryId, absent: randomUUID() },
    rest: ({ own }) => ({ body: { personNo: own.personNo, question: '为什么看我的资料' } }),
  },
  'POST /api/people/portal/account-changes body.personNo': person('citizen'),
  'POST /api/people/portal/mandates body.holder.idNumber': TYPED,
  'POST /api/people/portal/mandates/prepare body.holder.idNumber': TYPED,
  'POST /api/people/portal/mandates/accept body.mandateNo': offer(() => ({ body: { code: '12345678' } })),
  'POST /api/people/portal/mandates/decline body.mandateNo': offer(),
  'POST /api/people/portal/mandates/revoke body.mandateNo': offer(),
  'POST /api/people/portal/messages/read body.personNo': person('citizen'),
};

let stage: Stage;
let rows: Foreign;
let since: number;
beforeAll(async () => {
  stage = await openStage();
  rows = await openForeign(stage);
  since = (await stage.database.ownerPool.query('select coalesce(max(audit_no), 0) as no from platform.audit_entry'))
    .rows[0].no;
}, 240_000);
afterAll(() => stage.close());

/** The route's own schema fills in what the case does not say. */
async function ask(
  { route, part, path }: IdInput,
  cookie: string,
  id: string | number,
  given: Partial<Record<Part, object>>,
) {
  const sampled = (one: Part) => given[one] ?? fc.sample(inputsOf(route, one), { numRuns: 1, seed: 7 })[0];
  const parts = { params: sampled('params'), query: sampled('query'), body: sampled('body') };
  parts[part] = withId(parts[part], path, part === 'body' ? id : String(id));
  const { params, query, body } = parts as Record<Part, Record<string, string>>;
  const url = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const answer = await stage.app.inject({
    ...{ method: route.method, url, query, headers: { cookie } },
    ...(route.method === 'GET' ? {} : { payload: body }),
  });
  const { requestId: _, ...said } = answer.json<Record<string, unknown>>();
  return { status: answer.statusCode, said };
}

test('B-75 合同里每一个指向一条记录的编号都在这次清查里', () => {
  const listed = INPUTS.filter((input) => !isWhole(input)).map(({ name }) => name);
  expect(Object.keys(CASES).toSorted()).toEqual(listed.toSorted());
  expect(listed.length).toBeGreaterThan(30);
  expect(INPUTS.filter(isWhole).length).toBeGreaterThan(15);
});

describe('B-75 编号是别人的：有权限、不归他管的人，得到的回答和没有这一条时一字不差，什么也没有变', () => {
  const cases = INPUTS.flatMap((input) => {
    const one = CASES[input.name];
    return typeof one === 'object' ? [[input.name, input, one] as const] : [];
  });

  test.each(cases)('%s', async (_, input, { by, foreign, absent = LARGEST_NO, rest = () => ({}), status }) => {
    const cookie = rows.callers[by];
    const theirs = await ask(input, cookie, foreign(rows), rest(rows));
    const nobodys = await ask(input, cookie, absent, rest(rows));
    expect(theirs).toEqual(nobodys);
    expect(status ? [status] : [403, 404], JSON.stringify(theirs)).toContain(theirs.status);
    // What is refused for its form was never looked up.
    expect(theirs.said.code).not.toBe('input');
  });

  test('对照：自己管的，同样的人同样的接口都答', async () => {
    const { callers, own } = rows;
    for (const [by, url] of [
      ['approver', `/api/people/${own.personNo}/identity`],
      ['approver', `/api/allowances/people/${own.personNo}`],
      ['approver', `/api/people/mandates/${own.mandateNo}/proofs/${own.proofNo}`],
      ['manager', `/api/people/residents/${own.personNo}`],
      ['manager', `/api/allowances/residents/${own.personNo}/month`],
      ['citizen', `/api/people/portal/persons/${own.personNo}/stays`],
      ['citizen', `/api/people/portal/persons/${own.personNo}/lookers`],
      ['citizen', `/api/allowances/portal/persons/${own.personNo}/months`],
    ] as const) {
      const answer = await stage.app.inject({ method: 'GET', url, headers: { cookie: callers[by] } });
      expect(answer.statusCode, url).toBe(200);
    }
  });

  test('没有一件留下“办成”', async () => {
    const { rows: done } = await stage.database.ownerPool.query(
      `select action from platform.audit_entry where audit_no > $1 and outcome = 'done' and action <> '/api/people/search'`,
      [since],
    );
    expect(done).toEqual([]);
  });
});

describe('B-75 全省的事：权限一样、只管一个县的人，编号对不对都先挡住', () => {
  test.each(INPUTS.filter(isWhole).map((input) => [input.name, input] as const))('%s', async (_, input) => {
    const isText = input.part === 'body' && !input.isNumber;
    const ids = isText ? [rows.own.idNumber, NOBODYS_ID_NUMBER] : [1, LARGEST_NO];
    const answers = await Promise.all(ids.map((id) => ask(input, rows.callers.narrow, id, {})));
    expect(answers[0]).toEqual(answers[1]);
    expect([answers[0]?.status, answers[0]?.said.code]).toEqual([403, 'out-of-scope']);
  });
});
