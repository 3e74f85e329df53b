import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, codeOf, openStage, PASSWORD, type Stage } from './identity.testing.ts';

/** As a real account is hashed. */
const REAL_COST = { memoryKib: 64 * 1024, passes: 5 };

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.empty());
afterAll(() => stage.close());

describe('登录锁定', () => {
  test('C-02 错五次锁账号十五分钟，换来源、用对口令也不行；到时自动解开', async () => {
    const { anAccount, failTimes, minutesLater, signIn } = stage;
    await anAccount('li.qiang');
    await failTimes(5, 'li.qiang');
    const locked = await signIn('li.qiang', PASSWORD, { from: '10.0.0.9' });
    expect(codeOf(locked)).toEqual([429, 'identity.locked']);
    expect(locked.json().sentence).toContain('15分钟');
    minutesLater(14.5);
    expect((await signIn('li.qiang', PASSWORD, { from: '10.0.0.9' })).json().sentence).toContain('请在1分钟后');
    minutesLater(0.5);
    expect((await signIn('li.qiang', PASSWORD)).statusCode).toBe(200);
  });

  test('C-02 一个来源错五次（各试不同账号）锁来源；同一账号从别处照常', async () => {
    const { anAccount, failTimes, signIn } = stage;
    const names = ['li.qiang', 'wu.min', 'he.fang', 'lu.jun', 'shen.yue'];
    for (const name of names) await anAccount(name);
    for (const name of names) await failTimes(1, name);
    expect(codeOf(await signIn('li.qiang', PASSWORD))).toEqual([429, 'identity.locked']);
    expect((await signIn('li.qiang', PASSWORD, { from: '10.0.0.2' })).statusCode).toBe(200);
  });

  test('C-02 登录成功清除账号的计数，但不清除来源的：有账号的人也不能借此多猜', async () => {
    const { anAccount, failTimes, signIn } = stage;
    await Promise.all([anAccount('li.qiang'), anAccount('wu.min')]);
    await failTimes(4, 'li.qiang');
    expect((await signIn('li.qiang', PASSWORD)).statusCode).toBe(200);
    await failTimes(1, 'wu.min');
    expect(codeOf(await signIn('wu.min', PASSWORD))).toEqual([429, 'identity.locked']);
    await failTimes(4, 'li.qiang', { from: '10.0.0.2' });
    expect((await signIn('li.qiang', PASSWORD, { from: '10.0.0.3' })).statusCode).toBe(200);
  });

  test('C-02 二十个并发的猜测，只有五个被核对，其中有对的口令也一样', async () => {
    const { anAccount, signIn } = stage;
    await anAccount('li.qiang');
    const guesses = Array.from({ length: 20 }, (_, i) => signIn('li.qiang', `wrong ${i}`, { from: `10.0.1.${i}` }));
    const codes = (await Promise.all(guesses)).map((answer) => answer.json().code);
    expect(codes.filter((code) => code === 'identity.wrong-password')).toHaveLength(5);
    expect(codes.filter((code) => code === 'identity.locked')).toHaveLength(15);
    expect(codeOf(await signIn('li.qiang', PASSWORD, { from: '10.0.2.1' }))).toEqual([429, 'identity.locked']);
  });

  test('B-87 没有的账号与口令不对：同样的回答，同样会锁定', async () => {
    const { anAccount, signIn } = stage;
    await anAccount('li.qiang');
    const answers = async (name: string, network: string) => {
      const said: unknown[] = [];
      for (let i = 0; i < 6; i += 1)
        said.push(withoutRequestId(await signIn(name, 'wrong', { from: `${network}${i}` })));
      return said;
    };
    const known = await answers('li.qiang', '10.1.0.');
    expect(known).toEqual(await answers('nobody', '10.2.0.'));
    expect(new Set(known.map((answer) => JSON.stringify(answer))).size).toBe(2);
  });

  test('B-87 没有的账号与口令不对：用的计算量相近', async () => {
    const { anAccount, signIn } = stage;
    await anAccount('li.qiang', 'auditor', REAL_COST);
    const cpuOf = async (name: string) => {
      const before = process.cpuUsage();
      await signIn(name, 'wrong', { from: `10.3.0.${name.length}` });
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    await cpuOf('first');
    const [known, unknown] = [await cpuOf('li.qiang'), await cpuOf('nobody')];
    expect(Math.max(known, unknown) / Math.min(known, unknown)).toBeLessThan(2);
  });

  test('过了时间的计数会清掉，不会越积越多', async () => {
    const { anAccount, failTimes, minutesLater, rows } = stage;
    await anAccount('li.qiang');
    for (let i = 0; i < 4; i += 1) await failTimes(1, 'li.qiang', { from: `10.4.0.${i}` });
    expect(await rows('select from identity.sign_in_failure')).toHaveLength(5);
    minutesLater(15);
    await failTimes(1, 'li.qiang', { from: '10.4.0.9' });
    const left = await rows('select failed_count from identity.sign_in_failure');
    expect(left).toEqual([{ failed_count: 1 }, { failed_count: 1 }]);
  });
});

function withoutRequestId(answer: Answer): unknown {
  const { requestId: _, ...rest } = answer.json();
  return { status: answer.statusCode, ...rest };
}
