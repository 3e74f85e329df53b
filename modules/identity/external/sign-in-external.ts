import type { Ctx } from '#platform/session/ctx.ts';
import { type ExternalIdentity, ExternalSignInError } from '#platform/sign-in/external-identity.ts';
import type { Way } from '#platform/sign-in/ways.ts';
import { lockAccount } from '../account.store.ts';
import { refuse } from '../refuse.ts';
import { refuseUnused, type SignedIn, startSession } from '../sign-in.ts';
import { BY_CODE, findBound, findByEmployeeCode, insertBinding } from './external-identity.store.ts';

/** What the other system said, or why it said nothing. */
export type Heard = { way: Pick<Way, 'name' | 'title'>; identity: ExternalIdentity } | { refusal: () => never };

/** The slow part, before the transaction: asks the other system. */
export async function hear(way: Way, ask: () => Promise<ExternalIdentity>): Promise<Heard> {
  try {
    return { way, identity: await ask() };
  } catch (error) {
    if (!(error instanceof ExternalSignInError)) throw error;
    const { problem } = error;
    return { refusal: () => refuse(`identity.external-${problem}`, { way: way.title }) };
  }
}

/**
 * 外部登录: opens the account that the identity is bound to, or that has its employee code; never makes one. Its second factor counts
 * only where the settings say so. Refuses an identity that no account knows.
 */
export async function signInExternal(
  ctx: Ctx,
  heard: Heard,
  { source, oldToken }: { source: string; oldToken: string | undefined },
): Promise<SignedIn> {
  if ('refusal' in heard) return heard.refusal();
  const { way, identity } = heard;
  const accountNo = await accountOfIdentity(ctx, way, identity);
  const account = await lockAccount(ctx.db, accountNo);
  if (!account) return refuse('identity.external-unbound', { way: way.title });

  refuseUnused(ctx, account);

  return startSession(ctx, account, { source, way: way.name, isProved: identity.hasSecondFactor }, oldToken);
}

async function accountOfIdentity(
  ctx: Ctx,
  way: Pick<Way, 'name' | 'title'>,
  { subject, employeeCode }: ExternalIdentity,
): Promise<number> {
  const bound = await findBound(ctx.db, way.name, subject);
  if (bound !== undefined) return bound;
  const accountNo = employeeCode === undefined ? undefined : await findByEmployeeCode(ctx.db, employeeCode);
  if (accountNo === undefined) return refuse('identity.external-unbound', { way: way.title });
  const isBound = await insertBinding(ctx.db, { way: way.name, subject, accountNo, by: BY_CODE }, ctx.now);
  if (!isBound) refuse('identity.external-other', { way: way.title });
  return accountNo;
}
