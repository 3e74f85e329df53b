import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sm3 } from '#platform/crypto/sm3.ts';
import {
  codeOf,
  DAUGHTER,
  type Desk,
  GRANDMA,
  hashOf,
  openDesk,
  PNG,
  PORTAL,
  SCOPES,
  STAFF,
  STRANGER,
  wish,
} from './mandates.testing.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.stage.close());

const hashOfBytes = (bytes: Buffer) => sm3(bytes).toString('hex');

describe('本人网上授权', () => {
  test('老人写明给谁、办什么、到哪天；家属登录后凭接受码接受；老人收到消息；撤销后下一个请求就没有了', async () => {
    expect(await desk.seenBy(desk.daughter)).toEqual([]);
    const body = wish();
    const prepared = (await desk.stage.post(`${PORTAL}/mandates/prepare`, body, { as: desk.grandma })).json();
    expect(prepared.text).toContain('受托人：合成乙（子女，证件号码末四位');
    expect(prepared.text).toContain('查看、申请、代收通知');
    expect(prepared.textHash).toBe(hashOf(prepared.text));

    const { mandateNo, code } = await desk.offer();
    expect(code).toMatch(/^\d{8}$/);
    expect(await desk.seenBy(desk.daughter)).toEqual([]);
    const accepted = await desk.stage.post(`${PORTAL}/mandates/accept`, { mandateNo, code }, { as: desk.daughter });
    expect([accepted.statusCode, accepted.json().status]).toEqual([200, 'active']);
    expect(await desk.seenBy(desk.daughter)).toMatchObject([{ personNo: desk.personNo, scopes: SCOPES }]);
    expect((await desk.messages())[0]).toContain('已经接受，今天起有效');

    expect((await desk.endOwn(mandateNo, desk.grandma)).statusCode).toBe(200);
    expect(await desk.seenBy(desk.daughter)).toEqual([]);
    expect(codeOf(await desk.stage.get(desk.mandatesUrl, { as: desk.daughter }))).toEqual([404, 'people.not-yours']);
    expect((await desk.messages())[0]).toContain('已经撤销，马上失效，由您本人办理');
  });

  test('B-87 接受码只能用一次：再用、别人用、输错五次都不行', async () => {
    const { mandateNo, code } = await desk.offer();
    expect(
      codeOf(await desk.stage.post(`${PORTAL}/mandates/accept`, { mandateNo, code }, { as: desk.stranger })),
    ).toEqual([404, 'people.no-mandate']);
    expect(
      (await desk.stage.post(`${PORTAL}/mandates/accept`, { mandateNo, code }, { as: desk.daughter })).statusCode,
    ).toBe(200);
    expect(
      codeOf(await desk.stage.post(`${PORTAL}/mandates/accept`, { mandateNo, code }, { as: desk.daughter })),
    ).toEqual([409, 'people.mandate-state']);
    await desk.endOwn(mandateNo, desk.daughter);
    expect(
      codeOf(await desk.stage.post(`${PORTAL}/mandates/accept`, { mandateNo, code }, { as: desk.daughter }))[0],
    ).toBe(409);

    const next = await desk.offer();
    const wrong = { mandateNo: next.mandateNo, code: next.code === '00000000' ? '1' : '00000000' };
    for (let left = 4; left >= 0; left -= 1) {
      const answer = await desk.stage.post(`${PORTAL}/mandates/accept`, wrong, { as: desk.daughter });
      expect([answer.statusCode, answer.json().sentence]).toEqual([
        422,
        `接受码不对，还可以试${left}次。请向老人核对。`,
      ]);
    }
    expect(codeOf(await desk.stage.post(`${PORTAL}/mandates/accept`, next, { as: desk.daughter }))).toEqual([
      409,
      'people.code-over',
    ]);
    await desk.endOwn(next.mandateNo, desk.grandma);
  });

  test('接受码七天后失效', async () => {
    const { mandateNo, code } = await desk.offer();
    const [before] = [desk.stage.clock.now];
    desk.stage.daysLater(7);
    const as = await desk.stage.citizen(DAUGHTER);
    expect(codeOf(await desk.stage.post(`${PORTAL}/mandates/accept`, { mandateNo, code }, { as }))).toEqual([
      409,
      'people.code-over',
    ]);
    desk.stage.clock.now = before;
    await desk.endOwn(mandateNo, desk.grandma);
  });

  test('家属也可以自己放弃；不接受的不生效', async () => {
    const mandateNo = await desk.given();
    expect((await desk.endOwn(mandateNo, desk.daughter)).json()).toEqual({ status: 'revoked' });
    const { mandateNo: declined } = await desk.offer();
    expect(
      (await desk.stage.post(`${PORTAL}/mandates/decline`, { mandateNo: declined }, { as: desk.daughter })).json(),
    ).toEqual({
      status: 'declined',
    });
    expect(await desk.seenBy(desk.daughter)).toEqual([]);
  });

  test.each([
    ['受托人就是本人', { holder: { ...GRANDMA } }, 'people.mandate-self'],
    ['未成年人', { holder: { ...DAUGHTER, idNumber: '339901201501010010' } }, ''],
    ['没有“查看”', { scopes: ['apply'] }, 'people.mandate-view-missing'],
    ['变更收款账户', { scopes: ['view', 'account'] }, 'people.mandate-scope'],
    ['止日已过', { untilDay: '2023-08-07' }, 'people.mandate-until-past'],
    ['超过36个月', { untilDay: '2026-08-08' }, 'people.mandate-too-long'],
  ])('不能这样授权：%s', async (_, more, code) => {
    const answer = await desk.stage.post(`${PORTAL}/mandates/prepare`, wish(more), { as: desk.grandma });
    expect(answer.statusCode).toBe(422);
    if (code) expect(answer.json().code).toBe(code);
  });

  test('不是老年人登记里的人，不能委托别人；宣读的和提交的不一样，不收', async () => {
    expect(
      codeOf(await desk.stage.post(`${PORTAL}/mandates/prepare`, wish({ holder: STRANGER }), { as: desk.daughter })),
    ).toEqual([404, 'people.no-own-record']);
    const { textHash } = (await desk.stage.post(`${PORTAL}/mandates/prepare`, wish(), { as: desk.grandma })).json();
    const changed = { ...wish({ untilDay: '2024-09-01' }), textHash };
    expect(codeOf(await desk.stage.post(`${PORTAL}/mandates`, changed, { as: desk.grandma }))).toEqual([
      409,
      'people.mandate-text-changed',
    ]);
  });
});

describe('由村、街道办理', () => {
  test('双方到场：签名绑定委托书全文；登记人自己不能见证，第二名工作人员见证后才有效', async () => {
    expect(codeOf(await desk.atTheDesk('present', {}, []))).toEqual([422, 'people.proof-missing']);
    const signed = [{ kind: 'signature', picture: PNG }];
    const unread = await desk.atTheDesk('present', {}, signed, desk.worker, { readAloud: false });
    expect(codeOf(unread)).toEqual([422, 'people.mandate-not-read']);
    const made = await desk.atTheDesk('present', {}, signed);
    expect(made.statusCode, made.payload).toBe(200);
    const { mandateNo } = made.json();
    expect(await desk.seenBy(desk.daughter)).toEqual([]);

    const confirm = { mandateNo, words: '2023年8月7日在场，听完宣读后本人签名' };
    expect(codeOf(await desk.stage.post(`${STAFF}/confirm`, confirm, { as: desk.worker }))).toEqual([
      409,
      'people.mandate-same-worker',
    ]);
    expect((await desk.stage.post(`${STAFF}/confirm`, confirm, { as: desk.second })).json()).toEqual({
      status: 'active',
    });
    expect(await desk.seenBy(desk.daughter)).toMatchObject([{ personNo: desk.personNo }]);

    const shown = (await desk.stage.get(`${STAFF}/${mandateNo}`, { as: desk.worker })).json();
    const { text } = (await desk.stage.get(`${STAFF}/${mandateNo}/text`, { as: desk.worker })).json();
    expect(shown.textHash).toBe(hashOf(text));
    expect(shown.proofs.map(({ kind }: { kind: string }) => kind)).toEqual(['signature', 'witness']);
    expect(shown.steps[0]).toMatchObject({ action: 'make', reason: '已把委托书全文念给老人听，老人表示明白并同意' });
    const [{ proofNo, boundHash }] = shown.proofs;
    const { picture } = (await desk.stage.get(`${STAFF}/${mandateNo}/proofs/${proofNo}`, { as: desk.worker })).json();
    const content = Buffer.from(hashOfBytes(Buffer.from(picture, 'base64')), 'hex');
    expect(boundHash).toBe(hashOfBytes(Buffer.concat([Buffer.from(shown.textHash, 'hex'), content])));

    const reason = { mandateNo, reason: '老人当面要求撤销' };
    expect((await desk.stage.post(`${STAFF}/revoke`, reason, { as: desk.second })).json()).toEqual({
      status: 'revoked',
    });
    expect(await desk.seenBy(desk.daughter)).toEqual([]);
  });

  test('B-53 冒充图片的不收', async () => {
    const picture = Buffer.from('%PDF-1.7 not a picture').toString('base64');
    const answer = await desk.atTheDesk('present', {}, [{ kind: 'signature', picture }]);
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThan(500);
  });

  test('异地委托书：拍照登记，另一人电话核实', async () => {
    const { mandateNo } = (await desk.atTheDesk('paper', {}, [{ kind: 'paper', picture: PNG }])).json();
    const words = '8月7日10点拨打村里登记的电话，老人本人说明知道并同意';
    expect((await desk.stage.post(`${STAFF}/confirm`, { mandateNo, words }, { as: desk.second })).statusCode).toBe(200);
    const { proofs } = (await desk.stage.get(`${STAFF}/${mandateNo}`, { as: desk.second })).json();
    expect(proofs[1]).toMatchObject({ kind: 'call' });
    const called = await desk.stage.get(`${STAFF}/${mandateNo}/proofs/${proofs[1].proofNo}`, { as: desk.second });
    expect(called.json()).toMatchObject({ words });
    await desk.endOwn(mandateNo, desk.grandma);
  });

  test('异地委托书：先打印寄出，照片到了再登记，内容和日期还是纸上的；太旧、太新、别的方式不行', async () => {
    const paper = [{ kind: 'paper', picture: PNG }];
    const posted = { textDay: '2023-07-20', untilDay: '2024-07-20' };
    const made = await desk.atTheDesk('paper', posted, paper);
    expect(made.statusCode, made.payload).toBe(200);
    const { mandateNo } = made.json();
    const shown = (await desk.stage.get(`${STAFF}/${mandateNo}`, { as: desk.worker })).json();
    const { text } = (await desk.stage.get(`${STAFF}/${mandateNo}/text`, { as: desk.worker })).json();
    expect([shown.fromDay, text.includes('办理日期：2023年7月20日')]).toEqual(['2023-07-20', true]);
    await desk.stage.post(`${STAFF}/revoke`, { mandateNo, reason: '测试结束' }, { as: desk.worker });
    const refused = async (way: string, more: object) => codeOf(await desk.atTheDesk(way, more, paper))[1];
    expect(await refused('paper', { ...posted, untilDay: '2024-07-21' })).toBe('people.mandate-too-long');
    for (const textDay of ['2023-06-01', '2023-08-08'])
      expect(await refused('paper', { ...posted, textDay })).toBe('people.mandate-text-day');
    expect(await refused('present', posted)).toBe('people.mandate-text-day');
  });

  test('亲属关系：没有部门报送的不能办；报送后由村核实，当场有效', async () => {
    const visit = [{ kind: 'visit', words: '入户核实，老人本人知情并同意' }];
    expect(codeOf(await desk.atTheDesk('family', {}, visit))[0]).toBe(409);
    const steward = await desk.stage.worker('data-steward', '331083');
    const relation = {
      personIdNumber: GRANDMA.idNumber,
      relative: { name: DAUGHTER.name, idNumber: DAUGHTER.idNumber },
      relation: 'child',
      source: '公安户籍',
    };
    expect((await desk.stage.post('/api/people/family-relations', relation, { as: steward })).statusCode).toBe(200);
    expect(codeOf(await desk.atTheDesk('family', {}, []))).toEqual([422, 'people.proof-missing']);
    const made = await desk.atTheDesk('family', {}, visit);
    expect(made.statusCode, made.payload).toBe(200);
    expect(await desk.seenBy(desk.daughter)).toMatchObject([{ personNo: desk.personNo }]);
    await desk.endOwn(made.json().mandateNo, desk.grandma);
  });

  test('I-01 别的县的人不能登记、确认、查看，回答和没有这个人一样', async () => {
    const elsewhere = await desk.stage.worker('county-approver', '330102');
    const here = await desk.atTheDesk('present', {}, [{ kind: 'signature', picture: PNG }]);
    const { mandateNo } = here.json();
    const nobody = { ...wish(), way: 'present', personIdNumber: STRANGER.idNumber };
    const theirs = { ...wish(), way: 'present', personIdNumber: GRANDMA.idNumber };
    const answers = [
      await desk.stage.post(`${STAFF}/prepare`, nobody, { as: elsewhere }),
      await desk.stage.post(`${STAFF}/prepare`, theirs, { as: elsewhere }),
    ].map((answer) => [answer.statusCode, answer.json().code, answer.json().sentence]);
    expect(answers[0]).toEqual(answers[1]);
    const confirm = { mandateNo, words: '我在场见证' };
    expect(codeOf(await desk.stage.post(`${STAFF}/confirm`, confirm, { as: elsewhere }))).toEqual([
      404,
      'people.no-mandate',
    ]);
    expect(codeOf(await desk.stage.get(`${STAFF}/${mandateNo}`, { as: elsewhere }))).toEqual([
      404,
      'people.no-mandate',
    ]);
    expect((await desk.stage.get(STAFF, { as: elsewhere })).json().total).toBe(0);
    expect((await desk.stage.get(STAFF, { as: desk.worker, query: { standing: 'to-confirm' } })).json().total).toBe(1);
    await desk.endOwn(mandateNo, desk.grandma);
  });
});
