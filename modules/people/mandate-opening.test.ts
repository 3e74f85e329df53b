import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOf, type Desk, hashOf, openDesk, PNG, STAFF } from './mandates.testing.ts';

// What is on a mandate's record is opened by whoever makes mandates, one piece at a time, on record; others see how it stands.

let desk: Desk;
let mandateNo: number;
beforeAll(async () => {
  desk = await openDesk();
  const made = await desk.atTheDesk('present', {}, [{ kind: 'signature', picture: PNG }]);
  mandateNo = made.json().mandateNo;
  await desk.stage.post(`${STAFF}/confirm`, { mandateNo, words: WORDS }, { as: desk.second });
  await desk.stage.post(`${STAFF}/revoke`, { mandateNo, reason: WHY }, { as: desk.worker });
});
afterAll(() => desk.stage.close());

const WORDS = '今天在场，听完宣读后老人本人签名';
const WHY = '老人说女儿的电话打不通，当面要求撤销';
type Shown = { proofs: { proofNo: number; kind: string; isPicture: boolean }[]; steps: { reason: string | null }[] };
const show = async (as: string) => {
  const answer = await desk.stage.get(`${STAFF}/${mandateNo}`, { as });
  expect(answer.statusCode, answer.payload).toBe(200);
  return { payload: answer.payload, shown: answer.json<Shown>() };
};
const TEXT_OF = '受托人：合成乙';

test('只能看不能办的（审计人员）：看得到现状、有哪些证明、谁办的；看不到全文、记录、图片、说明', async () => {
  const auditor = await desk.stage.worker('auditor', '331083');
  const { payload, shown } = await show(auditor);
  expect(shown).toMatchObject({ standing: 'revoked', proofs: [{ kind: 'signature' }, { kind: 'witness' }] });
  for (const hidden of [TEXT_OF, WORDS, WHY, PNG]) expect(payload).not.toContain(hidden);
  expect(shown.steps.map(({ reason }) => reason)).toEqual([null, null, null]);
  for (const url of ['text', ...shown.proofs.map(({ proofNo }) => `proofs/${proofNo}`)]) {
    expect(codeOf(await desk.stage.get(`${STAFF}/${mandateNo}/${url}`, { as: auditor }))).toEqual([
      403,
      'not-permitted',
    ]);
  }
});

test('办理委托的人：详情里也没有全文和记录，要一项一项打开；每打开一次，审计里写明是谁的、看了哪一种', async () => {
  const { payload, shown } = await show(desk.worker);
  for (const hidden of [TEXT_OF, WORDS, PNG]) expect(payload).not.toContain(hidden);
  expect(shown.steps.at(-1)?.reason).toBe(WHY);

  const open = async (url: string) => {
    const answer = await desk.stage.get(`${STAFF}/${mandateNo}/${url}`, { as: desk.worker });
    expect(answer.statusCode, answer.payload).toBe(200);
    return answer.json();
  };
  const { text, textHash } = await open('text');
  expect(text).toContain(TEXT_OF);
  expect(textHash).toBe(hashOf(text));
  const [signature, witness] = shown.proofs;
  expect(await open(`proofs/${signature?.proofNo}`)).toMatchObject({ mediaType: 'image/png', words: null });
  expect(await open(`proofs/${witness?.proofNo}`)).toEqual({ mediaType: null, picture: null, words: WORDS });

  const entries = await desk.stage.rows(
    `select e.subject, e.purpose, s.person_no from platform.audit_entry e join platform.audit_subject s using (audit_no)
     where e.action in ('${STAFF}/:mandateNo/text', '${STAFF}/:mandateNo/proofs/:proofNo') order by audit_no`,
  );
  const named = { purpose: '办理授权委托', person_no: desk.personNo };
  expect(entries).toEqual([
    { ...named, subject: `委托 ${mandateNo} 委托书全文` },
    { ...named, subject: `委托 ${mandateNo} 老人手写签名` },
    { ...named, subject: `委托 ${mandateNo} 第二名工作人员见证` },
  ]);
});

test('核实的话只封存在证明里，不在经过里再明着写一遍', async () => {
  const rows = await desk.stage.rows<{ reason: string | null }>('select reason from people.mandate_step');
  expect(rows.some(({ reason }) => reason?.includes(WORDS))).toBe(false);
});
