import { randomBytes } from 'node:crypto';
import type { Algorithm } from '../crypto/cipher.ts';
import { type Keys, keysFrom } from '../crypto/keys.ts';
import { seal, unseal } from '../crypto/seal.ts';
import type { ClonedDatabase } from '../testing/database.ts';
import { aCtx, cloneDatabase } from '../testing/database.ts';
import { openRing } from './ring.ts';
import { askRotation, type RotationDeps } from './rotate-keys.ts';

export const MASTER = randomBytes(32);
const NOW = new Date('2026-11-28T02:00:00Z');

/** Two tables of sealed values, one numbered by whole numbers and one named by uuid. */
const TABLES = `
  create schema sample;
  create table sample.patient (patient_no int primary key, sealed bytea not null, touched int not null default 0);
  comment on column sample.patient.sealed is 'L4 封存:病历';
  create table sample.letter (uid uuid primary key, hidden bytea, open bytea);
  comment on column sample.letter.hidden is 'L3 封存:内容';
  comment on column sample.letter.open is 'L1 附件';
  grant usage on schema sample to kangyang_app;
  grant select, insert, update on sample.patient, sample.letter to kangyang_app`;

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** A database with a ring of its own and sealed rows. */
export async function openStage(rows: number, algorithm?: Algorithm) {
  const database = await cloneDatabase();
  await database.ownerPool.query(TABLES);
  // Its first key is under another master key.
  await database.ownerPool.query('truncate platform.data_key cascade');
  const log: string[] = [];
  const deps = await depsOn(database, algorithm, log);
  await fill(database, deps.keys, rows);
  return {
    ...{ database, deps, log },
    ask: () => database.db.transaction().execute((db) => askRotation(aCtx(db))),
    patients: () => patientsOf(database, deps.keys),
  };
}

export async function depsOn(
  { ownerPool, db }: Pick<ClonedDatabase, 'ownerPool' | 'db'>,
  algorithm: Algorithm | undefined,
  log: string[] = [],
  master = MASTER,
): Promise<RotationDeps> {
  const now = () => NOW;
  const keys = await openRing({ pool: ownerPool, keys: keysFrom(master), algorithm, now });
  return { pool: ownerPool, db, keys, algorithm, now, log: (line) => log.push(line) };
}

const patient = (row: number) => ({ table: 'sample.patient', column: 'sealed', row });

async function fill({ ownerPool }: ClonedDatabase, keys: Keys, rows: number): Promise<void> {
  const numbers = Array.from({ length: rows }, (_, index) => index * 3 + 1);
  const sealed = numbers.map((no) => seal(keys, patient(no), { no: String(no) }));
  await ownerPool.query('insert into sample.patient select * from unnest($1::int[], $2::bytea[])', [numbers, sealed]);
  for (let n = 0; n < 5; n += 1) {
    const uid = `00000000-0000-4000-8000-00000000000${n}`;
    const hidden =
      n === 3 ? null : seal(keys, { table: 'sample.letter', column: 'hidden', row: uid }, { n: String(n) });
    await ownerPool.query('insert into sample.letter values ($1, $2, $3)', [uid, hidden, Buffer.from('as it is')]);
  }
}

/** Every patient opened; throws when one does not open or holds another's text. Returns how many rows each key holds. */
async function patientsOf({ ownerPool }: ClonedDatabase, keys: Keys): Promise<Record<number, number>> {
  await keys.ring.reload();
  const { rows } = await ownerPool.query<{ patient_no: number; sealed: Buffer }>(
    'select patient_no, sealed from sample.patient',
  );
  const counts: Record<number, number> = {};
  for (const { patient_no: no, sealed } of rows) {
    if (unseal(keys, patient(no), sealed).no !== String(no)) throw new Error(`row ${no} holds another row's text`);
    const key = sealed.readUInt16BE(1);
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
