import { argon2Sync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { hashPassword, NOBODYS_HASH, verifyPassword } from './password.ts';

const CHEAP = { memoryKib: 64, passes: 1 };

describe('口令散列', () => {
  test('C-22 argon2id，PHC 格式，每次盐不同，不低于 OWASP 的参数', async () => {
    const [one, other] = await Promise.all([hashPassword('青山一道同云雨'), hashPassword('青山一道同云雨')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=65536,t=5,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(other);
    expect(await verifyPassword('青山一道同云雨', one)).toBe(true);
    expect(await verifyPassword('青山一道同云雨 ', one)).toBe(false);
  });

  test('C-22 校验一次至少占用一个核 0.1 秒（常见机器 0.2 秒以上）', () => {
    const began = performance.now();
    const shape = { parallelism: 1, tagLength: 32, memory: 64 * 1024, passes: 5 };
    argon2Sync('argon2id', { message: 'x', nonce: Buffer.alloc(16), ...shape });
    expect(performance.now() - began).toBeGreaterThan(100);
  });

  test('散列在别的线程进行，其间主线程照常应答', async () => {
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 10);
    await hashPassword('青山一道同云雨');
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
  });

  test('全角字母与半角字母是同一个口令', async () => {
    expect(await verifyPassword('Ａｂｃ１２３', await hashPassword('Abc123', CHEAP))).toBe(true);
  });

  test('C-01 没有口令与无主散列相符；库里不是散列的值是程序错误', async () => {
    expect(await verifyPassword('', NOBODYS_HASH)).toBe(false);
    await expect(verifyPassword('x', 'x')).rejects.toThrow('not an argon2id PHC string');
  });

  test('同时来得太多，多出的人被请稍候，其余照常', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 40 }, () => hashPassword('x', CHEAP)));
    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(8);
    expect(refused[0]).toMatchObject({ reason: { code: 'identity.busy', status: 429 } });
    await expect(hashPassword('x', CHEAP)).resolves.toContain('$argon2id$');
  });
});
