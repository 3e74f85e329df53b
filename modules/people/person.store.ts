import { type AnyDb, own } from '#platform/db/own.ts';
import type { DocumentException } from './document-exception.ts';
import type { Fact, FactKind } from './fact.ts';

/** A kept fact: what was reported, its number and which delivery line brought it. */
export type KnownFact = Fact & {
  factNo: number;
  personNo: number;
  delivery: string | null;
  deliveryLine: number | null;
};

export async function selectPerson(db: AnyDb, personNo: number) {
  return own('people')(db)
    .selectFrom('people.person as p')
    .leftJoin('people.document_exception as e', 'e.person_no', 'p.person_no')
    .selectAll('p')
    .select(['e.wrong', 'e.certificate', 'e.verified_by', 'e.verified_on'])
    .where('p.person_no', '=', personNo)
    .executeTakeFirst();
}

export async function selectPersonNoByIdBlind(db: AnyDb, idBlind: Buffer): Promise<number | undefined> {
  const row = await own('people')(db)
    .selectFrom('people.person')
    .select('person_no')
    .where('id_blind', '=', idBlind)
    .orderBy('person_no')
    .limit(1)
    .executeTakeFirst();
  return row?.person_no;
}

/** Facts in the order in which they became known. `knownAt` undefined: also the retracted ones (the whole history). */
export async function selectFacts(db: AnyDb, personNos: readonly number[], knownAt?: Date): Promise<KnownFact[]> {
  if (personNos.length === 0) return [];
  let query = own('people')(db).selectFrom('people.fact').selectAll().where('person_no', 'in', personNos);
  if (knownAt) {
    query = query
      .where('recorded_at', '<=', knownAt)
      .where((e) => e.or([e('retracted_at', 'is', null), e('retracted_at', '>', knownAt)]));
  }
  const rows = await query.orderBy('person_no').orderBy('recorded_at').orderBy('fact_no').execute();
  return rows.map((row) => ({
    factNo: row.fact_no,
    personNo: row.person_no,
    kind: row.kind as FactKind,
    value: row.value,
    division: row.division,
    fromDay: row.from_day,
    toDay: row.to_day,
    source: row.source,
    delivery: row.delivery,
    deliveryLine: row.delivery_line,
    recordedAt: row.recorded_at.toISOString(),
    retractedAt: row.retracted_at?.toISOString() ?? null,
  }));
}

export async function selectFact(db: AnyDb, factNo: number) {
  return own('people')(db)
    .selectFrom('people.fact')
    .select(['fact_no', 'person_no', 'retracted_at'])
    .where('fact_no', '=', factNo)
    .executeTakeFirst();
}

export type NewPersonRow = {
  name: string;
  sex: number;
  ethnicity: number | null;
  born: string;
  document_kind: string | null;
  account_check_fails: boolean;
  sealed: Buffer;
  id_blind: Buffer | null;
  id_tail: number | null;
  account_blind: Buffer | null;
  recorded_at: Date;
  hukou_place: number;
  residence_place: number;
};

/** The number comes first, because the sealed value is bound to it. Waits while a delivery reserves its numbers. */
export async function reservePersonNo(db: AnyDb): Promise<number> {
  await own('people')(db)
    .selectNoFrom((e) =>
      e.fn('pg_advisory_xact_lock_shared', [e.fn('hashtext', [e.val('people.delivery')])]).as('locked'),
    )
    .execute();
  const { no } = await own('people')(db)
    .selectNoFrom((e) => e.fn<number>('nextval', [e.val('people.person_person_no_seq')]).as('no'))
    .executeTakeFirstOrThrow();
  return no;
}

export async function insertPerson(db: AnyDb, personNo: number, row: NewPersonRow): Promise<void> {
  await own('people')(db)
    .insertInto('people.person')
    .values({ person_no: personNo, ...row })
    .execute();
}

export async function insertException(
  db: AnyDb,
  personNo: number,
  { wrong, certificate, verifiedBy, verifiedOn }: DocumentException,
  recordedAt: string,
): Promise<void> {
  await own('people')(db)
    .insertInto('people.document_exception')
    .values({
      person_no: personNo,
      wrong,
      certificate,
      verified_by: verifiedBy,
      verified_on: verifiedOn,
      recorded_at: recordedAt,
    })
    .execute();
}

export async function insertFacts(db: AnyDb, personNo: number, facts: readonly Fact[]): Promise<number[]> {
  if (facts.length === 0) return [];
  const rows = await own('people')(db)
    .insertInto('people.fact')
    .values(
      facts.map((fact) => ({
        person_no: personNo,
        kind: fact.kind,
        value: fact.value,
        division: fact.division,
        from_day: fact.fromDay,
        to_day: fact.toDay,
        source: fact.source,
        recorded_at: fact.recordedAt,
        retracted_at: fact.retractedAt,
      })),
    )
    .returning('fact_no')
    .execute();
  return rows.map(({ fact_no }) => fact_no);
}

export async function retractFactRow(db: AnyDb, factNo: number, at: Date): Promise<void> {
  await own('people')(db)
    .updateTable('people.fact')
    .set((e) => ({ retracted_at: at, touched_at: e.fn('clock_timestamp') }))
    .where('fact_no', '=', factNo)
    .execute();
}

/** Waits while a delivery writes a batch of persons, and makes the next batch wait for this transaction. */
export async function shareRegistration(db: AnyDb): Promise<void> {
  await own('people')(db)
    .selectNoFrom((e) =>
      e.fn('pg_advisory_xact_lock_shared', [e.fn('hashtext', [e.val('people.registration')])]).as('locked'),
    )
    .execute();
}

/** Serialises what is registered or reported about one person, or under one ID number, until the transaction ends. */
export async function lockPerson(db: AnyDb, key: string): Promise<void> {
  await own('people')(db)
    .selectNoFrom((e) => e.fn('pg_advisory_xact_lock', [e.fn('hashtext', [e.val(`people/${key}`)])]).as('locked'))
    .execute();
}
