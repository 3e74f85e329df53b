import type { Keys } from '#platform/crypto/keys.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { refuse } from './contract.ts';
import { countReveals, insertReveal, lockReveals } from './reveal.store.ts';
import { REVEAL_FIELD_NAMES, REVEALS_AN_HOUR, type RevealField, type RevealPurpose } from './reveal.ts';
import { unsealPerson } from './seal-person.ts';
import { getSeenPerson } from './seen-person.ts';

export type RevealWish = { personNo: number; field: RevealField; purpose: RevealPurpose };

/**
 * 显示一项: one field of one person in scope, in clear. Refuses the twenty-first within an hour (C-31), with a line in the audit, and a
 * field that the person has not. Whoever calls puts person, field and purpose on record.
 */
export async function revealField(ctx: Ctx, keys: Keys, { personNo, field, purpose }: RevealWish): Promise<string> {
  const { accountNo } = ctx.user;
  const person = await getSeenPerson(ctx, personNo);
  await lockReveals(ctx.db, accountNo);
  const soFar = await countReveals(ctx.db, accountNo, ctx.now);

  if (soFar >= REVEALS_AN_HOUR) refuse('people.reveal-limit', { count: REVEALS_AN_HOUR });
  const secrets = await unsealPerson(keys, personNo, person.sealed);
  const values: Record<RevealField, string | null> = {
    name: person.name,
    'id-number': secrets.idNumber,
    account: secrets.accountNumber,
    phone: secrets.phone,
    address: secrets.address,
  };
  const value = values[field] ?? refuse('people.reveal-nothing', { field: REVEAL_FIELD_NAMES[field] });

  await insertReveal(ctx.db, { accountNo, personNo, field, purpose, revealedAt: ctx.now });
  return value;
}
