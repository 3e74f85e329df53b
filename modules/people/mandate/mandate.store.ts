import type { Selectable } from 'kysely';
import { type AnyDb, own } from '#platform/db/own.ts';
import type { PeopleMandate } from '#platform/db/schema.generated.ts';
import { businessDay } from '#platform/month/month.ts';
import { lockPerson } from '../person.store.ts';
import type {
  DecisionKind,
  MandateAction,
  MandateActor,
  MandateScope,
  MandateStatus,
  MandateWay,
  Relation,
} from './mandate.ts';
import type { MandateFacts } from './standing.ts';

/** The table's checks allow no other words. */
export type MandateRow = Omit<Selectable<PeopleMandate>, 'way' | 'status' | 'relation' | 'scopes' | 'decision_kind'> & {
  way: MandateWay;
  status: MandateStatus;
  relation: Relation;
  scopes: MandateScope[];
  decision_kind: DecisionKind | null;
};

export function mandates(db: AnyDb) {
  return own('people')(db)
    .selectFrom('people.mandate')
    .selectAll()
    .$narrowType<Pick<MandateRow, 'way' | 'status' | 'relation' | 'decision_kind'> & { scopes: MandateScope[] }>();
}

export function factsOfMandate(row: MandateRow): MandateFacts {
  const { way, status, scopes, from_day: fromDay, until_day: untilDay } = row;
  return { way, status, scopes, fromDay, untilDay, madeDay: businessDay(row.made_at) };
}

/** Until the transaction ends nobody else changes it, makes or ends one of the same person's, or reports anything about him. */
export async function lockMandate(db: AnyDb, mandateNo: number): Promise<MandateRow | undefined> {
  const found = await findMandate(db, mandateNo);
  if (!found) return undefined;
  await lockPerson(db, `no/${found.person_no}`);
  return mandates(db).where('mandate_no', '=', mandateNo).forUpdate().executeTakeFirst();
}

export async function findMandate(db: AnyDb, mandateNo: number): Promise<MandateRow | undefined> {
  return mandates(db).where('mandate_no', '=', mandateNo).executeTakeFirst();
}

export async function mandatesOfPerson(db: AnyDb, personNo: number): Promise<MandateRow[]> {
  return mandates(db).where('person_no', '=', personNo).orderBy('mandate_no', 'desc').execute();
}

export async function reserveMandateNo(db: AnyDb): Promise<number> {
  const { no } = await own('people')(db)
    .selectNoFrom((e) => e.fn<number>('nextval', [e.val('people.mandate_mandate_no_seq')]).as('no'))
    .executeTakeFirstOrThrow();
  return Number(no);
}

export type NewMandate = Omit<MandateRow, 'code_failures' | 'touched_at'>;

export async function insertMandate(db: AnyDb, row: NewMandate): Promise<void> {
  await own('people')(db)
    .insertInto('people.mandate')
    .values({ ...row, touched_at: row.made_at })
    .execute();
}

/** The code is worth nothing once the state has changed. */
export async function setStatus(db: AnyDb, mandateNo: number, status: MandateStatus, now: Date): Promise<void> {
  await own('people')(db)
    .updateTable('people.mandate')
    .set({ status, code_hash: null, code_until: null, touched_at: now })
    .where('mandate_no', '=', mandateNo)
    .execute();
}

export async function countCodeFailure(db: AnyDb, mandateNo: number): Promise<void> {
  await own('people')(db)
    .updateTable('people.mandate')
    .set((e) => ({ code_failures: e('code_failures', '+', 1) }))
    .where('mandate_no', '=', mandateNo)
    .execute();
}

export type NewStep = {
  mandateNo: number;
  act: MandateAction | 'make';
  status: MandateStatus;
  actor: MandateActor;
  accountNo: number | null;
  citizenNo: number | null;
  reason: string | null;
};

export async function insertStep(db: AnyDb, step: NewStep, now: Date): Promise<void> {
  await own('people')(db)
    .insertInto('people.mandate_step')
    .values({
      mandate_no: step.mandateNo,
      action: step.act,
      status: step.status,
      actor: step.actor,
      account_no: step.accountNo,
      citizen_no: step.citizenNo,
      reason: step.reason,
      at: now,
    })
    .execute();
}

export async function stepsOf(db: AnyDb, mandateNo: number) {
  return own('people')(db)
    .selectFrom('people.mandate_step')
    .selectAll()
    .$narrowType<{ action: MandateAction | 'make'; status: MandateStatus; actor: MandateActor }>()
    .where('mandate_no', '=', mandateNo)
    .orderBy('step_no')
    .execute();
}

/** Of these persons, who is known to have died by the day. */
export async function deadAmong(db: AnyDb, personNos: readonly number[], day: string): Promise<Set<number>> {
  if (personNos.length === 0) return new Set();
  const rows = await own('people')(db)
    .selectFrom('people.fact')
    .select('person_no')
    .where('person_no', 'in', personNos)
    .where('kind', '=', 'death')
    .where('retracted_at', 'is', null)
    .where('from_day', '<=', day)
    .execute();
  return new Set(rows.map(({ person_no }) => person_no));
}

/** 部门报送的亲属关系, standing today: from whom it came; undefined when nobody delivered one. */
export async function findFamilyRelation(db: AnyDb, personNo: number, relativeBlind: Buffer) {
  return own('people')(db)
    .selectFrom('people.family_relation')
    .select(['relation_no', 'relation', 'source', 'recorded_at'])
    .$narrowType<{ relation: Relation }>()
    .where('person_no', '=', personNo)
    .where('relative_blind', '=', relativeBlind)
    .where('retracted_at', 'is', null)
    .executeTakeFirst();
}
