import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, type Desk, openDesk, PORTAL } from './mandates.testing.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.stage.close());
afterEach(() => policies('person_no = any (platform.person_nos())'));

/** What families see of persons and their messages is these policies' to say, and no act of the portal may go round them. */
async function policies(using: string): Promise<void> {
  for (const table of ['person', 'message'])
    await desk.stage.rows(`alter policy ${table}_of_family on people.${table} using (${using})`);
}
const own = async (as: string) =>
  (await desk.stage.get(`${PORTAL}/own`, { as })).json<{
    persons: { name: string; unread: number }[];
    offers: { mandateNo: number; personNameMasked: string }[];
  }>();
const lastSubject = async (action: string) => {
  const rows = await desk.stage.rows<{ subject: string; account_name: string }>(
    'select subject, account_name from platform.audit_entry where action = $1 order by audit_no desc limit 1',
    [action],
  );
  return rows[0];
};

describe('I-01 门户“我的”按家属的行级策略取数，只有确定能看谁、看谁请我代办这两步例外', () => {
  test('“我的”里的姓名、没读的消息按策略取；请我代办的老人策略还看不到，照样列出（脱敏）', async () => {
    const { mandateNo } = await desk.offer();
    expect((await own(desk.grandma)).persons).toMatchObject([{ name: '合成甲', unread: 1 }]);
    await policies('false');
    expect((await own(desk.grandma)).persons).toMatchObject([{ name: '', unread: 0 }]);
    expect((await own(desk.daughter)).offers).toMatchObject([{ mandateNo, personNameMasked: '合**' }]);
    await policies('person_no = any (platform.person_nos())');
    await desk.endOwn(mandateNo, desk.grandma);
  });

  test('接受、不接受也按策略写：策略不许就不成，没有绕过去', async () => {
    const { mandateNo, code } = await desk.offer();
    const accept = () => desk.stage.post(`${PORTAL}/mandates/accept`, { mandateNo, code }, { as: desk.daughter });
    const decline = () => desk.stage.post(`${PORTAL}/mandates/decline`, { mandateNo }, { as: desk.daughter });
    await policies('false');
    expect(codeOf(await accept())).toEqual([403, 'out-of-scope']);
    expect(codeOf(await decline())).toEqual([403, 'out-of-scope']);
    await policies('person_no = any (platform.person_nos())');
    expect((await accept()).statusCode).toBe(200);
    await desk.endOwn(mandateNo, desk.daughter);
  });
});

test('C-06 每次确定门户用户能看谁，都记在那一次办理的审计里', async () => {
  const scope = /确定门户用户能看谁：公民用户 \d+/;
  await own(desk.grandma);
  expect((await lastSubject(`${PORTAL}/own`))?.subject).toMatch(scope);
  await desk.stage.get(`${PORTAL}/persons/${desk.personNo}/messages`, { as: desk.grandma });
  expect((await lastSubject(`${PORTAL}/persons/:personNo/messages`))?.subject).toMatch(scope);
  const mandateNo = await desk.given();
  await desk.endOwn(mandateNo, desk.daughter);
  const { subject, account_name: name } = (await lastSubject(`${PORTAL}/mandates/revoke`)) ?? {};
  expect(subject).toBe(`委托 ${mandateNo}；确定门户用户能看谁：公民用户 ${name?.slice('citizen-'.length)}`);
});
