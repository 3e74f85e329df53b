import { describe, expect, test } from 'vitest';
import { sourceKey } from './failure.ts';
import { hashToken, isAlive, makeToken } from './session.ts';
import { hashCode, isCode, makeCode } from './setup-code.ts';

const at = (time: string) => new Date(`2023-08-05T${time}Z`);

describe('会话、启动码、来源', () => {
  test.each([
    ['刚登录', '02:00:00', '02:00:00', null, '02:00:00', true],
    ['闲置 29 分 59 秒', '02:00:00', '03:00:00', null, '03:29:59', true],
    ['闲置满 30 分钟', '02:00:00', '03:00:00', null, '03:30:00', false],
    ['一直在用，差一秒满 8 小时', '02:00:00', '09:59:00', null, '09:59:59', true],
    ['一直在用，满 8 小时', '02:00:00', '09:59:00', null, '10:00:00', false],
    ['已结束', '02:00:00', '02:00:00', '02:00:01', '02:00:02', false],
  ])('C-02 %s', (_, created, seen, ended, now, alive) => {
    const session = { created_at: at(created), last_seen_at: at(seen), ended_at: ended === null ? null : at(ended) };
    expect(isAlive(session, at(now))).toBe(alive);
  });

  test('令牌 256 位，各不相同，库里只存散列', () => {
    const tokens = new Set(Array.from({ length: 1000 }, makeToken));
    expect(tokens.size).toBe(1000);
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(hashToken('x')).toHaveLength(32);
  });

  test('启动码不含易混的字，不少于 80 位，小写、空格、全角、不带连字符也认', () => {
    for (let i = 0; i < 200; i += 1) expect(makeCode()).toMatch(/^([A-HJKMNP-Z2-9]{4}-){4}[A-HJKMNP-Z2-9]{4}$/);
    expect(20 * Math.log2(31)).toBeGreaterThan(80);
    const hash = hashCode('ABCD-EFGH-JKMN-PQRS-2345');
    for (const typed of ['abcdefghjkmnpqrs2345', ' ABCD EFGH JKMN PQRS 2345 ', 'ＡＢＣＤ－EFGH-JKMN-PQRS-2345']) {
      expect(isCode(typed, hash), typed).toBe(true);
    }
    for (const typed of ['', 'ABCD-EFGH-JKMN-PQRS-2346', 'ABCD-EFGH-JKMN-PQRS-23455']) {
      expect(isCode(typed, hash), typed).toBe(false);
    }
  });

  test('C-02 来源：IPv6 按 /64 算一个，IPv4 各算各的', () => {
    const same = (one: string, other: string) => sourceKey(one).equals(sourceKey(other));
    expect(same('2001:db8:1:2::1', '2001:0db8:0001:0002:ffff:ffff:ffff:ffff')).toBe(true);
    expect(same('2001:db8::1', '2001:db8:0:0:9::')).toBe(true);
    expect(same('fe80::1%eth0', 'fe80::2%eth1')).toBe(true);
    expect(same('2001:db8:1:2::1', '2001:db8:1:3::1')).toBe(false);
    expect(same('::1', '::1:0:0:0:1')).toBe(false);
    expect(same('10.0.0.1', '10.0.0.2')).toBe(false);
    expect(same('::ffff:10.0.0.1', '::ffff:10.0.0.2')).toBe(false);
  });
});
