import { afterAll, beforeAll, expect, test } from 'vitest';
import { MONTH, openStage, type Stage, VILLAGES } from './stage.ts';

const YUHUAN = '331083';
const [ONE = ''] = VILLAGES;
const RELATIVE = { name: '合成乙', idNumber: '339902197005010020', phone: '19900000002' };

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const as = (role: string, at: string) => stage.cookieOf({ role, kind: 'government', at, isOver: false });
const get = async (url: string, cookie: string) => {
  const answer = await stage.app.inject({ method: 'GET', url, headers: { cookie } });
  expect(answer.statusCode, `${url} ${answer.payload}`).toBe(200);
  return answer;
};
const post = async (url: string, payload: object, cookie: string) => {
  const answer = await stage.app.inject({ method: 'POST', url, payload, headers: { cookie } });
  expect(answer.statusCode, `${url} ${answer.payload}`).toBe(200);
  return answer;
};

const idNumberOf = (personNo: number) => stage.people.find((one) => one.personNo === personNo)?.idNumber ?? '';

/** Signed in to the portal as this older person: what 谁看过我的数据 tells him. */
async function lookersOf(personNo: number) {
  const cookie = await stage.citizenCookie({ name: '某人', idNumber: idNumberOf(personNo) });
  const looked = await get(`/api/people/portal/persons/${personNo}/lookers`, cookie);
  return looked.json<{ entries: { title: string; list: string | null; purpose: string }[] }>().entries;
}

/** 双方到场, as far as it is on the list. */
async function makeMandate(personNo: number): Promise<void> {
  const worker = await as('village-worker', ONE);
  const body = {
    ...{ way: 'present', personIdNumber: idNumberOf(personNo), holder: RELATIVE, relation: 'child' },
    ...{ scopes: ['view'], untilDay: '2024-08-01' },
  };
  const { textHash } = (await post('/api/people/mandates/prepare', body, worker)).json();
  const picture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==';
  await post(
    '/api/people/mandates',
    { ...body, textHash, readAloud: true, proofs: [{ kind: 'signature', picture }] },
    worker,
  );
}

test('I-16 C-37 看名单也是看：清册、导出、查找、委托名单，老人在门户都看得到；谁看过谁也查得到；不在名单上的人没有', async () => {
  const [mine = 0] = stage.people.filter(({ village }) => village === ONE).map(({ personNo }) => personNo);
  const [foreign = 0] = stage.people
    .filter(({ listedAt }) => !listedAt.join().includes(YUHUAN))
    .map((one) => one.personNo);
  await makeMandate(mine);
  const county = await as('county-approver', YUHUAN);
  const before = await lookersOf(foreign);

  await get(`/api/allowances/month/${MONTH}/lines?county=${YUHUAN}`, county);
  await get(`/api/allowances/month/${MONTH}/lines.csv?county=${YUHUAN}`, county);
  await post('/api/people/search', { division: YUHUAN }, county);
  await post('/api/people/search', { lastFour: idNumberOf(mine).slice(-4) }, county);
  await get('/api/people/mandates', county);
  await get('/api/people/mandates.csv', county);

  const shown = (await lookersOf(mine)).map(({ title, list }) => [title, list]);
  for (const seen of [
    ['清册', null],
    ['导出清册', '2023年8月高龄津贴清册'],
    ['授权委托', null],
    ['导出授权委托', '授权委托名单'],
  ])
    expect(shown).toContainEqual(seen);
  expect(shown.filter(([title]) => title === '查找老人')).toHaveLength(2);
  expect(await lookersOf(foreign)).toEqual(before);

  const administrator = await as('audit-administrator', '330000');
  const { seers } = (await get(`/api/audit/who-saw?person=${mine}`, administrator)).json<{
    seers: { accountName: string; onLists: number; times: number }[];
  }>();
  const [{ accountName = '' } = {}] = seers.filter(({ onLists }) => onLists > 0);
  expect(seers.find((one) => one.accountName === accountName)).toMatchObject({ onLists: 2 });
  const whom = (await get(`/api/audit/whom-saw?account=${accountName}`, administrator)).json();
  expect(whom.persons.map(({ personNo }: { personNo: number }) => personNo)).toContain(mine);
  const named = whom.lists.map(({ title }: { title: string }) => title);
  expect(named).toEqual(expect.arrayContaining(['导出清册', '导出授权委托']));
  const entries = await lookersOf(mine);
  expect(entries.map(({ title }) => title)).toContain('这个账号看过谁');
});

test('I-16 质疑名单、紧急查看名单也记下涉及谁', async () => {
  const [mine = 0] = stage.people.filter(({ village }) => village === ONE).map(({ personNo }) => personNo);
  const worker = await as('village-worker', VILLAGES[3] ?? '');
  const reason = '老人走失，公安请求协助联系家属';
  await post('/api/identity/break-glass', { idNumber: idNumberOf(mine), reason, hours: 1 }, worker);
  await get('/api/identity/break-glass/own', worker);
  await get('/api/identity/break-glass', await as('security-administrator', '330000'));
  const titles = (await lookersOf(mine)).map(({ title }) => title);
  for (const title of ['紧急查看辖区外的人', '我的紧急查看', '紧急查看复核台']) expect(titles).toContain(title);
});
