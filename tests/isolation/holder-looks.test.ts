import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allRoutes } from '#tools/docs/routes.ts';
import { openStage, type Stage, VILLAGES } from './stage.ts';

const [ONE = ''] = VILLAGES;
const HOLDER = { name: '合成乙', idNumber: '339902197005010020', phone: '19900000002' };
const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==';
const PORTAL = '/api/people/portal';
const ROUTES = allRoutes().filter(({ permission }) => permission === 'citizen');

let stage: Stage;
/** An older person, his guardian by a court's decision, and an entry about him that the guardian did not make. */
let staged: { personNo: number; older: string; holder: string; mandateNo: number; entryId: string; stayNo: number };
beforeAll(async () => {
  stage = await openStage();
  const { personNo = 0, idNumber = '', stays = [] } = stage.people.find(({ village }) => village === ONE) ?? {};
  const older = await stage.citizenCookie({ name: '某人', idNumber });
  const holder = await stage.citizenCookie(HOLDER);
  const mandateNo = await makeGuardian(idNumber);
  const [entry] = await rows<{ entryId: string }>(
    `select entry_id::text as "entryId" from platform.audit_entry natural join platform.audit_subject
     where person_no = $1 and account_no is not null limit 1`,
    [personNo],
  );
  staged = { personNo, older, holder, mandateNo, entryId: entry?.entryId ?? '', stayNo: stays[0]?.stayNo ?? 0 };
});
afterAll(() => stage.close());

const rows = async <T>(sql: string, values: unknown[]) =>
  (await stage.database.ownerPool.query(sql, values)).rows as unknown as T[];
const ask = async (method: string, url: string, cookie: string, payload?: object) => {
  const sent = method === 'POST' ? { payload: payload ?? {} } : {};
  const answer = await stage.app.inject({ method: method as 'GET', url, headers: { cookie }, ...sent });
  expect(answer.statusCode, `${url} ${answer.payload}`).toBe(200);
  return answer.json();
};

/** 法院裁判: the only way that covers every scope. */
async function makeGuardian(personIdNumber: string): Promise<number> {
  const official = { kind: 'government', at: ONE, isOver: false } as const;
  const worker = await stage.cookieOf({ ...official, role: 'village-worker' });
  const second = await stage.cookieOf({ ...official, role: 'street-reviewer', at: ONE.slice(0, 9) });
  const decision = {
    kind: 'guardianship',
    number: '（2023）浙1083民特1号',
    by: '玉环市人民法院',
    decidedOn: '2023-07-01',
  };
  const body = {
    ...{ way: 'court', personIdNumber, holder: HOLDER, relation: 'guardian', decision, untilDay: '2024-08-01' },
    scopes: ['view', 'apply', 'notices', 'account'],
  };
  const { textHash } = await ask('POST', '/api/people/mandates/prepare', worker, body);
  const proofs = [{ kind: 'decision', picture: PICTURE }];
  const made = await ask('POST', '/api/people/mandates', worker, { ...body, textHash, readAloud: true, proofs });
  const confirm = { mandateNo: made.mandateNo, words: '已核对裁判文书原件' };
  await ask('POST', '/api/people/mandates/confirm', second, confirm);
  return made.mandateNo;
}

/** The older person asks the holder, in the portal. */
async function offer(): Promise<{ mandateNo: number; code: string }> {
  const body = { holder: HOLDER, relation: 'child', scopes: ['view'], untilDay: '2024-08-01' };
  const { textHash } = await ask('POST', `${PORTAL}/mandates/prepare`, staged.older, body);
  return ask('POST', `${PORTAL}/mandates`, staged.older, { ...body, textHash });
}

type Look = () => object | Promise<object>;
const person = () => ({ personNo: staged.personNo });
/** What a holder sends to each route of the portal. */
const LOOKS: Record<string, Look> = {
  'GET /api/people/portal/own': () => ({}),
  'GET /api/people/portal/persons/:personNo/mandates': () => ({}),
  'GET /api/people/portal/persons/:personNo/messages': () => ({}),
  'GET /api/people/portal/persons/:personNo/lookers': () => ({}),
  'GET /api/people/portal/persons/:personNo/access-questions': () => ({}),
  'GET /api/allowances/portal/persons/:personNo/months': () => ({}),
  'GET /api/people/portal/persons/:personNo/stays': () => ({}),
  'POST /api/people/portal/stays/answer': () => ({ ...person(), stayNo: staged.stayNo, isTrue: false }),
  'POST /api/people/portal/messages/read': person,
  'POST /api/people/portal/account-changes': () => ({ ...person(), accountNumber: '9999330000000000013' }),
  'POST /api/people/portal/access-questions': () => ({ ...person(), entryId: staged.entryId, question: '为什么要看' }),
  'POST /api/people/portal/mandates/decline': async () => ({ mandateNo: (await offer()).mandateNo }),
  'POST /api/people/portal/mandates/accept': offer,
  'POST /api/people/portal/mandates/revoke': () => ({ mandateNo: staged.mandateNo }),
};
const NOT_A_HOLDERS: Record<string, string> = {
  'POST /api/people/portal/mandates/prepare': '只有老人本人能委托别人',
  'POST /api/people/portal/mandates': '只有老人本人能委托别人',
  'POST /api/identity/citizen/sign-out': '不涉及老人',
  'GET /api/identity/citizen/own-sessions': '不涉及老人',
  'POST /api/identity/citizen/own-sessions/end': '不涉及老人',
};

describe('I-15 受托人在门户的每一次查看、办理都记在老人名下', () => {
  test('门户的接口一个不漏', () => {
    const listed = [...Object.keys(LOOKS), ...Object.keys(NOT_A_HOLDERS)];
    expect(listed.toSorted()).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`).toSorted());
  });

  test.each(Object.entries(LOOKS))('%s', async (name, look) => {
    const [method = '', path = ''] = name.split(' ');
    const payload = await look();
    const [{ before = '0' } = {}] = await rows<{ before: string }>(
      'select coalesce(max(audit_no), 0)::text as before from platform.audit_entry',
      [],
    );
    await ask(method, path.replace(':personNo', String(staged.personNo)), staged.holder, payload);
    const named = await rows<{ action: string; person_no: number; purpose: string }>(
      `select action, person_no, purpose from platform.audit_entry natural left join platform.audit_subject
       where audit_no > $1 and account_no is null and action = $2`,
      [before, path],
    );
    expect(named).toEqual([{ action: path, person_no: staged.personNo, purpose: '受托人在门户查看、办理' }]);
  });

  test('老人看自己的，不记在自己名下', async () => {
    const looks = Object.keys(LOOKS).filter((name) => name.startsWith('GET '));
    const count = async () =>
      rows<{ n: string }>('select count(*) as n from platform.audit_subject where person_no = $1', [staged.personNo]);
    const before = await count();
    for (const name of looks)
      await ask('GET', (name.split(' ')[1] ?? '').replace(':personNo', String(staged.personNo)), staged.older);
    await ask('POST', `${PORTAL}/messages/read`, staged.older, person());
    expect(await count()).toEqual(before);
  });
});
