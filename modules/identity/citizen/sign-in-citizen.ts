import type { Keys } from '#platform/crypto/keys.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { refuse } from '../refuse.ts';
import { hashToken, makeToken } from '../session.ts';
import {
  endCitizenSession,
  insertCitizen,
  insertCitizenSession,
  reserveCitizenNo,
  selectCitizenByBlind,
  updateCitizen,
} from './citizen.store.ts';
import { canonicalNumber, citizenBlind, sealCitizen } from './citizen-secrets.ts';

/** 实名信息 as the province's identity service vouches for it. */
export type ProvenCitizen = { name: string; idNumber: string; phone: string };

export type CitizenSignInWish = { source: string; oldToken: string | undefined };
export type CitizenSignedIn = { citizenNo: number; name: string; token: string };

const DOCUMENT = /^[0-9A-Z\p{Script=Han}]{5,30}$/u;
const PHONE = /^\+?\d{5,15}$/;

/** 公民登录: a new session for whom the identity service vouched; one that the browser still had ends. */
export async function signInCitizen(
  ctx: Ctx,
  keys: Keys,
  proven: ProvenCitizen,
  { source, oldToken }: CitizenSignInWish,
): Promise<CitizenSignedIn> {
  const name = proven.name.normalize('NFC').trim();
  const secrets = { idNumber: canonicalNumber(proven.idNumber), phone: proven.phone.replace(/[\s-]/g, '') };
  if (!DOCUMENT.test(secrets.idNumber) || name === '' || [...name].length > 50) refuse('identity.citizen-unproven');
  if (secrets.phone !== '' && !PHONE.test(secrets.phone)) secrets.phone = '';

  const idBlind = citizenBlind(keys, secrets.idNumber);
  const citizenNo = await keepCitizen(ctx, keys, { name, secrets, idBlind });
  if (oldToken !== undefined) await endCitizenSession(ctx.db, hashToken(oldToken), ctx.now);
  const token = makeToken();
  await insertCitizenSession(ctx.db, hashToken(token), { citizenNo, source }, ctx.now);
  return { citizenNo, name, token };
}

type Kept = { name: string; secrets: { idNumber: string; phone: string }; idBlind: Buffer };

async function keepCitizen(ctx: Ctx, keys: Keys, { name, secrets, idBlind }: Kept): Promise<number> {
  const known = await selectCitizenByBlind(ctx.db, idBlind);
  if (!known) {
    const citizenNo = await reserveCitizenNo(ctx.db);
    const citizen = { citizenNo, name, sealed: sealCitizen(keys, citizenNo, secrets), idBlind };
    if (await insertCitizen(ctx.db, citizen, ctx.now)) return citizenNo;
  }
  const { citizen_no } = known ?? (await selectCitizenByBlind(ctx.db, idBlind)) ?? refuse('identity.busy');
  const sealed = sealCitizen(keys, citizen_no, secrets);
  await updateCitizen(ctx.db, { citizenNo: citizen_no, name, sealed, idBlind }, ctx.now);
  return citizen_no;
}
