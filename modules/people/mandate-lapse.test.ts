import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOf, DAUGHTER, type Desk, GRANDMA, openDesk, PNG, PORTAL, STAFF, STRANGER } from './mandates.testing.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.stage.close());

const words = '2023年8月7日在场，听完宣读后本人签名';
const made = async (way: string, kind: string, more: object = {}, as = desk.worker) => {
  const answer = await desk.atTheDesk(way, more, [{ kind, picture: PNG }], as);
  expect(answer.statusCode, answer.payload).toBe(200);
  return answer.json<{ mandateNo: number }>().mandateNo;
};
/** Who works there days later: sessions do not last so long. */
const daysLater = async (days: number) => {
  desk.stage.daysLater(days);
  const worker = await desk.stage.worker();
  const second = await desk.stage.worker('street-reviewer', '331083001');
  const listed = async (standing: string) => {
    const { mandates } = (await desk.stage.get(STAFF, { as: worker, query: { standing } })).json();
    return (mandates as { mandateNo: number; standing: string }[]).map((row) => [row.mandateNo, row.standing]);
  };
  const confirm = async (mandateNo: number) =>
    desk.stage.post(`${STAFF}/confirm`, { mandateNo, words }, { as: second });
  return { worker, second, listed, confirm };
};

test('双方到场办理的，登记后第三天还能见证，过了就失效，要重新办理；异地委托书等邮寄，不失效', async () => {
  const before = desk.stage.clock.now;
  const early = await made('present', 'signature');
  const late = await made('present', 'signature', { holder: { ...DAUGHTER, idNumber: STRANGER.idNumber } });
  const paper = await made('paper', 'paper');

  const third = await daysLater(3);
  expect(await third.listed('lapsed')).toEqual([]);
  expect((await third.listed('to-confirm')).map(([no]) => no).sort()).toEqual([early, late, paper]);
  const shown = (await desk.stage.get(`${STAFF}/${early}`, { as: third.worker })).json();
  expect(shown.confirmBy).toBe('2023-08-10');
  expect((await third.confirm(early)).json()).toEqual({ status: 'active' });

  const fourth = await daysLater(1);
  expect(await fourth.listed('lapsed')).toEqual([[late, 'lapsed']]);
  expect(await fourth.listed('to-confirm')).toEqual([[paper, 'to-confirm']]);
  expect(await fourth.listed('active')).toEqual([[early, 'active']]);
  const refused = await fourth.confirm(late);
  expect(codeOf(refused)).toEqual([409, 'people.mandate-state']);
  expect(refused.json().sentence).toContain('逾期');
  expect((await desk.stage.get(`${STAFF}/${late}`, { as: fourth.second })).json()).toMatchObject({
    ...{ standing: 'lapsed', actions: [] },
  });
  const own = await desk.stage.get(desk.mandatesUrl, { as: await desk.stage.citizen(GRANDMA) });
  const { mandates } = own.json<{ mandates: { mandateNo: number; standing: string; mayRevoke: boolean }[] }>();
  expect(mandates.find(({ mandateNo }) => mandateNo === late)).toMatchObject({ standing: 'lapsed', mayRevoke: false });
  expect(
    (await desk.stage.get(`${STAFF}.csv`, { as: fourth.worker, query: { standing: 'lapsed' } })).payload,
  ).toContain('逾期');
  const again = await made(
    'present',
    'signature',
    { holder: { ...DAUGHTER, idNumber: STRANGER.idNumber } },
    fourth.worker,
  );
  expect(again).toBeGreaterThan(late);
  desk.stage.clock.now = before;
  for (const mandateNo of [early, again, paper])
    await desk.stage.post(`${STAFF}/revoke`, { mandateNo, reason: '测试结束' }, { as: desk.worker });
});

test('填的关系和部门报送的不一样：登记时不收，网上也不收；登记以后才报送的，确认时不收；凭裁判的监护是身份，不比', async () => {
  const waiting = await made('present', 'signature', { relation: 'sibling' });
  const steward = await desk.stage.worker('data-steward', '331083');
  const relative = { name: DAUGHTER.name, idNumber: DAUGHTER.idNumber };
  const relation = { personIdNumber: GRANDMA.idNumber, relative, relation: 'child', source: '公安户籍' };
  expect((await desk.stage.post('/api/people/family-relations', relation, { as: steward })).statusCode).toBe(200);

  const differs = [409, 'people.mandate-relation-differs'];
  const confirmed = await desk.stage.post(`${STAFF}/confirm`, { mandateNo: waiting, words }, { as: desk.second });
  expect(codeOf(confirmed)).toEqual(differs);
  expect(confirmed.json().sentence).toMatch(/“子女”.*“兄弟姐妹”/);
  await desk.stage.post(`${STAFF}/revoke`, { mandateNo: waiting, reason: '关系写错了' }, { as: desk.worker });
  const visit = [{ kind: 'visit', words: '入户核实，老人本人知情并同意' }];
  expect(codeOf(await desk.atTheDesk('family', { relation: 'sibling' }, visit))).toEqual(differs);
  expect(codeOf(await desk.atTheDesk('paper', { relation: 'sibling' }, [{ kind: 'paper', picture: PNG }]))).toEqual(
    differs,
  );
  const guard = await desk.atTheDesk('paper', { relation: 'guardian' }, [{ kind: 'paper', picture: PNG }]);
  expect(codeOf(guard)).toEqual(differs);
  const wish = { holder: DAUGHTER, relation: 'sibling', scopes: ['view'], untilDay: '2024-08-01' };
  const own = await desk.stage.post(`${PORTAL}/mandates/prepare`, wish, { as: await desk.stage.citizen(GRANDMA) });
  expect(codeOf(own)).toEqual(differs);

  const decision = {
    kind: 'guardianship',
    number: '（2023）浙1083民特1号',
    by: '玉环市人民法院',
    decidedOn: '2023-07-01',
  };
  const guardian = await made('court', 'decision', { relation: 'guardian', decision });
  const accepted = await desk.stage.post(`${STAFF}/confirm`, { mandateNo: guardian, words }, { as: desk.second });
  expect(accepted.json()).toEqual({ status: 'active' });
});
