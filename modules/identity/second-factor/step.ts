import { ROLE_TABLE, type Role } from '../role.ts';

/** What is left to do before a session is worth anything: 动态口令, 换口令, 启用动态口令; null = nothing. */
export type Step = 'prove' | 'password' | 'enrol' | null;

export type Standing = {
  /** His password was given out by an administrator, and he signed in with it. */
  hasOneTimePassword: boolean;
  isEnrolled: boolean;
  isProved: boolean;
  role: Role | undefined;
};

/** 要不要两种鉴别: government, finance and administrators (C-03); in a demonstration the demonstration role may do without. */
export function needsSecondFactor(role: Role): boolean {
  const { audience, isDemonstration } = ROLE_TABLE[role];
  if (isDemonstration) return false;
  return audience !== 'outside' || role === 'bank' || role === 'treasury';
}

/** The one place that decides it, for every way of signing in. Who has a second factor uses it, whatever his role. */
export function stepOf({ hasOneTimePassword, isEnrolled, isProved, role }: Standing): Step {
  if (isEnrolled && !isProved) return 'prove';
  if (hasOneTimePassword) return 'password';
  if (!isProved && role !== undefined && needsSecondFactor(role)) return 'enrol';
  return null;
}
