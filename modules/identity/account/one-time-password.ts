import { hashPassword } from '../password.ts';
import { makeCode } from '../setup-code.ts';

const VALID_MS = 7 * 86_400_000;

export type OneTimePassword = { password: string; passwordHash: string };

/** 一次性口令: as easy to type and as hard to guess as a setup code. Shown once; slow, so made before the transaction. */
export async function makeOneTimePassword(): Promise<OneTimePassword> {
  const password = makeCode();
  return { password, passwordHash: await hashPassword(password) };
}

/** Until when it works: whoever was given it has a week to sign in. */
export function oneTimeUntil(now: Date): Date {
  return new Date(now.getTime() + VALID_MS);
}
