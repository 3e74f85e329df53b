import type { FastifyRequest } from 'fastify';
import type { Keys } from '#platform/crypto/keys.ts';
import type { AnyDb } from '#platform/db/own.ts';
import { hashToken, isAlive, mustNoteUse } from '../session.ts';
import { noteCitizenUse, selectCitizenSession } from './citizen.store.ts';
import { readCitizenToken } from './citizen-cookie.ts';
import { type CitizenSecrets, unsealCitizen } from './citizen-secrets.ts';

/** 公民用户 who is signed in to the portal. `idBlind`: how mandates name him. */
export type Citizen = CitizenSecrets & { citizenNo: number; name: string; idBlind: Buffer };

/** 当前公民用户, at every request: whose live session the portal's own cookie names; the staff's cookie is not looked at. */
export async function whichCitizen(
  request: FastifyRequest,
  db: AnyDb,
  keys: Keys,
  now: Date,
  https = false,
): Promise<Citizen | undefined> {
  const token = readCitizenToken(request, https);
  if (token === undefined) return undefined;
  const tokenHash = hashToken(token);
  const session = await selectCitizenSession(db, tokenHash);
  if (!session || !isAlive(session, now)) return undefined;
  if (mustNoteUse(session, now)) await noteCitizenUse(db, tokenHash, now);
  const { citizen_no: citizenNo, name, sealed, id_blind: idBlind } = session;
  return { citizenNo, name, idBlind, ...(await unsealCitizen(keys, citizenNo, sealed)) };
}
