import { describe, expect, test } from 'vitest';
import { ROLES } from '../role.ts';
import { needsSecondFactor, type Standing, stepOf } from './step.ts';

const standing = (over: Partial<Standing>): Standing => ({
  hasOneTimePassword: false,
  isEnrolled: false,
  isProved: false,
  role: 'auditor',
  ...over,
});

describe('登录还差哪一步', () => {
  test('C-03 民政、财政、银行、管理员都要两种鉴别；演示人员和服务单位的人员可以不用', () => {
    const free = ROLES.filter((role) => !needsSecondFactor(role));
    expect(free).toEqual(['assessor', 'care-worker', 'institution-manager', 'merchant', 'demonstration']);
  });

  test('有动态口令的先核对，再换一次性口令，再启用动态口令', () => {
    expect(stepOf(standing({ isEnrolled: true, hasOneTimePassword: true }))).toBe('prove');
    expect(stepOf(standing({ isEnrolled: true, isProved: true, hasOneTimePassword: true }))).toBe('password');
    expect(stepOf(standing({ hasOneTimePassword: true }))).toBe('password');
    expect(stepOf(standing({}))).toBe('enrol');
    expect(stepOf(standing({ isProved: true }))).toBeNull();
  });

  test('不强制的角色：没有就不问，有了就要用', () => {
    expect(stepOf(standing({ role: 'demonstration' }))).toBeNull();
    expect(stepOf(standing({ role: undefined }))).toBeNull();
    expect(stepOf(standing({ role: 'merchant', isEnrolled: true }))).toBe('prove');
  });
});
