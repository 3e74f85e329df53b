import { weaknessOf } from './weak-password.ts';

const BREACHED = '是已经泄露过的口令';
/** Of what is left without digits and signs; less is chance. */
const SHORTEST_CORE = 6;
let breached: Promise<ReadonlySet<string>> | undefined;

/**
 * 口令不合格的原因: too easy to guess, or among some 49,000 that people used elsewhere and that were published from breaches, also with digits and
 * signs set around it. A short Chinese phrase; undefined when it may be used. `own`: what belongs to the account.
 */
export async function whyRefused(password: string, own: readonly string[]): Promise<string | undefined> {
  const weakness = weaknessOf(password, own);
  if (weakness !== undefined) return weakness;
  breached ??= readBreached();
  const known = await breached;
  const plain = password.normalize('NFKC').toLowerCase();
  const core = plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  return known.has(plain) || (core.length >= SHORTEST_CORE && known.has(core)) ? BREACHED : undefined;
}

/** Unpacked when the first password is chosen: a server that starts need not wait for it. */
async function readBreached(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set((dictionary['passwords-common'] ?? []).map(String));
}
