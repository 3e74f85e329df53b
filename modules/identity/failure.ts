import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';

/** 登录失败锁定: five wrong answers, then fifteen minutes of none (GB/T 22239-2019 8.1.4.1 b). */
export const FAILURES_UNTIL_LOCK = 5;
export const LOCK_MS = 15 * 60_000;

/** 来源: whoever can send from one IPv6 address can send from its whole /64. */
export function sourceKey(address: string): Buffer {
  return hash(`source:${isIPv6(address) && !address.includes('.') ? firstFourGroups(address) : address}`);
}

export function accountKey(name: string): Buffer {
  return hash(`account:${name}`);
}

export function forgetAt(now: Date): Date {
  return new Date(now.getTime() + LOCK_MS);
}

export function minutesUntil(then: Date, now: Date): number {
  return Math.max(1, Math.ceil((then.getTime() - now.getTime()) / 60_000));
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function firstFourGroups(address: string): string {
  const [head = '', tail] = address.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  if (tail !== undefined) {
    const known = groups.length + tail.split(':').filter((group) => group !== '').length;
    groups.push(...Array<string>(8 - known).fill('0'), ...tail.split(':'));
  }
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
