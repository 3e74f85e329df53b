import type { FastifyRequest } from 'fastify';
import { citizens } from '#modules/identity/index.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import { asBulk, jobsOf } from '#platform/db/bulk.ts';
import type { Database } from '#platform/db/connect.ts';
import type { AnyDb } from '#platform/db/own.ts';
import { businessDay } from '#platform/month/month.ts';
import { SYSTEM_USER, type User } from '#platform/session/ctx.ts';
import { readDocument } from '../document.ts';
import { faultOf } from '../document-exception.ts';
import { heldMandates, personsOf } from '../mandate/held-mandates.ts';
import { deadAmong } from '../mandate/mandate.store.ts';
import { selectPersonNoByIdBlind } from '../person.store.ts';
import { idBlindOf } from '../seal-person.ts';

/**
 * 门户用户, for the portal's edge at every request: who is signed in, and of whom he may see anything today, which is himself and
 * whoever gave him a mandate that stands. Read each time, so that a mandate revoked, run out or ended by death is dead at once. Who is
 * known to have died himself sees nobody, not even himself: somebody else has his telephone.
 */
export async function portalUser(
  request: FastifyRequest,
  db: Database,
  keys: Keys,
  now: Date,
  https = false,
): Promise<User | undefined> {
  const citizen = await citizens.which(request, db, keys, now, https);
  if (!citizen) return undefined;
  const { citizenNo, idBlind } = citizen;
  // Before it is known whom he may see, nobody's rows are visible: this one look is a job of its own, on record with each of his acts.
  const { ownPersonNo, hasDied, held, jobs } = await db.transaction().execute(async (transaction) => {
    const ctx = { db: transaction, now, user: SYSTEM_USER, request: { id: request.id } };
    const seen = await asBulk(ctx, 'people.portal-scope', `公民用户 ${citizenNo}`, async () => {
      const own = (await ownPersonNoOf(transaction, keys, citizen.idNumber)) ?? null;
      const died = own !== null && (await deadAmong(transaction, [own], businessDay(now))).has(own);
      return { ownPersonNo: own, hasDied: died, held: died ? [] : await heldMandates(ctx, idBlind) };
    });
    return { ...seen, jobs: jobsOf(ctx) };
  });
  const mandated = personsOf(held.flatMap(({ row, may }) => (may('view') ? [row] : [])));
  return {
    audience: 'family',
    accountNo: null,
    name: `citizen-${citizenNo}`,
    permissions: new Set(['citizen']),
    post: null,
    scope: { type: 'persons', personNos: [...(ownPersonNo === null || hasDied ? [] : [ownPersonNo]), ...mandated] },
    citizen: { citizenNo, name: citizen.name, idBlind, ownPersonNo, hasDied },
    jobs,
  };
}

/** 本人记录: found by the blind index of the document, also of a genuine one with a wrong number. */
async function ownPersonNoOf(db: AnyDb, keys: Keys, idNumber: string): Promise<number | undefined> {
  const read = readDocument(idNumber);
  const document = 'code' in read ? readDocument(idNumber, undefined, faultOf(read)) : read;
  if ('code' in document) return undefined;
  return selectPersonNoByIdBlind(db, idBlindOf(keys, document.kind, document.number));
}
