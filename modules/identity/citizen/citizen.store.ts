import { type AnyDb, own } from '#platform/db/own.ts';
import { isAlive } from '../session.ts';

export async function selectCitizenByBlind(db: AnyDb, idBlind: Buffer) {
  return own('identity')(db)
    .selectFrom('identity.citizen')
    .selectAll()
    .where('id_blind', '=', idBlind)
    .executeTakeFirst();
}

/** The session of a token with its citizen. */
export async function selectCitizenSession(db: AnyDb, tokenHash: Buffer) {
  return own('identity')(db)
    .selectFrom('identity.citizen_session as session')
    .innerJoin('identity.citizen as citizen', 'citizen.citizen_no', 'session.citizen_no')
    .select(['session.created_at', 'session.last_seen_at', 'session.ended_at'])
    .select(['citizen.citizen_no', 'citizen.name', 'citizen.sealed', 'citizen.id_blind'])
    .where('session.token_hash', '=', tokenHash)
    .executeTakeFirst();
}

export async function selectCitizens(db: AnyDb, citizenNos: readonly number[]) {
  if (citizenNos.length === 0) return [];
  return own('identity')(db)
    .selectFrom('identity.citizen')
    .select(['citizen_no', 'name'])
    .where('citizen_no', 'in', citizenNos)
    .execute();
}

/** The number comes first, because the sealed value is bound to it. */
export async function reserveCitizenNo(db: AnyDb): Promise<number> {
  const { no } = await own('identity')(db)
    .selectNoFrom((e) => e.fn<number>('nextval', [e.val('identity.citizen_citizen_no_seq')]).as('no'))
    .executeTakeFirstOrThrow();
  return Number(no);
}

export type NewCitizen = { citizenNo: number; name: string; sealed: Buffer; idBlind: Buffer };

/** False when somebody else signed in with the same document at this very moment. */
export async function insertCitizen(db: AnyDb, citizen: NewCitizen, now: Date): Promise<boolean> {
  const row = await own('identity')(db)
    .insertInto('identity.citizen')
    .values({
      citizen_no: citizen.citizenNo,
      name: citizen.name,
      sealed: citizen.sealed,
      id_blind: citizen.idBlind,
      made_at: now,
      seen_at: now,
    })
    .onConflict((conflict) => conflict.column('id_blind').doNothing())
    .returning('citizen_no')
    .executeTakeFirst();
  return row !== undefined;
}

export async function updateCitizen(db: AnyDb, { citizenNo, name, sealed }: NewCitizen, now: Date): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.citizen')
    .set({ name, sealed, seen_at: now })
    .where('citizen_no', '=', citizenNo)
    .execute();
}

export async function insertCitizenSession(
  db: AnyDb,
  tokenHash: Buffer,
  { citizenNo, source }: { citizenNo: number; source: string },
  now: Date,
): Promise<void> {
  await own('identity')(db)
    .insertInto('identity.citizen_session')
    .values({ token_hash: tokenHash, citizen_no: citizenNo, source, created_at: now, last_seen_at: now })
    .execute();
}

export async function noteCitizenUse(db: AnyDb, tokenHash: Buffer, now: Date): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.citizen_session')
    .set({ last_seen_at: now })
    .where('token_hash', '=', tokenHash)
    .execute();
}

export async function endCitizenSession(db: AnyDb, tokenHash: Buffer, now: Date): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.citizen_session')
    .set({ ended_at: now })
    .where('token_hash', '=', tokenHash)
    .where('ended_at', 'is', null)
    .execute();
}

/** By its number, of this citizen only. False when there is none that goes on. */
export async function endCitizenSessionByNo(
  db: AnyDb,
  sessionNo: number,
  citizenNo: number,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await own('identity')(db)
    .updateTable('identity.citizen_session')
    .set({ ended_at: now })
    .where('session_no', '=', sessionNo)
    .where('citizen_no', '=', citizenNo)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** All of a citizen. Returns how many were still in use; those whose time was over are ended too and not counted. */
export async function endCitizenSessionsOf(db: AnyDb, citizenNo: number, now: Date): Promise<number> {
  const rows = await own('identity')(db)
    .updateTable('identity.citizen_session')
    .set({ ended_at: now })
    .where('citizen_no', '=', citizenNo)
    .where('ended_at', 'is', null)
    .returning(['created_at', 'last_seen_at'])
    .execute();
  return rows.filter((row) => isAlive({ ...row, ended_at: null }, now)).length;
}
