import { findDivision } from '#modules/places/index.ts';
import { writeAudit } from '#platform/audit/audit.ts';
import type { Reply } from '#platform/contract/route.ts';
import type { Database } from '#platform/db/connect.ts';
import type { AnyDb } from '#platform/db/own.ts';
import { businessDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { MOST_LOSERS, type syncDirectory } from '../directory-sync.ts';
import { findOrganisation, selectGovernment } from '../organisation/organisation.store.ts';
import { aloneWithPosts, mustBeAlone } from '../post/alone-with-posts.ts';
import { refuse } from '../refuse.ts';
import type { Role } from '../role.ts';
import { levelOf } from '../scope.ts';
import { applyPlan } from './apply-plan.ts';
import { insertChanges, type Recorded } from './change.store.ts';
import type { Change } from './change.ts';
import { endGoneConflicts, insertConflicts, rejectedConflicts } from './conflict.store.ts';
import { type Counts, countsOf, losesTooMany } from './counts.ts';
import type { DirectoryPerson, Known, Place, Plan } from './known.ts';
import { planOf } from './plan.ts';
import { type Kind, readPages, type Source } from './read-pages.ts';
import {
  endSync,
  findSync,
  isReadToItsEnd,
  knownAccounts,
  noteLeft,
  peopleOf,
  type SyncRow,
  selectDepartments,
} from './sync.store.ts';
import { closeConflictToDo, openConflictToDo, type ToDos } from './to-dos.ts';
import { endTrouble } from './trouble.ts';

export type DirectoryDeps = Source & {
  /** Which position of the directory is which role here; others are none of ours. */
  roles: ReadonlyMap<string, Role>;
  mostLeaversPercent: number;
  toDos: ToDos;
};
export type SyncWish = {
  kind: Kind;
  isDry: boolean;
  /** The number that somebody read in a dry run and said yes to. */
  allowLosing?: number | undefined;
};
export type Synced = Reply<typeof syncDirectory>;
/** `list`: what it changed, for the audit; left out when it changed nothing by itself. */
export type Applied = { synced: Synced; list?: Recorded };

/** Before the transaction: reads the whole directory, or what changed. */
export function readDirectory(
  db: Database,
  deps: DirectoryDeps,
  kind: Kind,
  by: string,
  now: () => Date,
): Promise<SyncRow> {
  return readPages(db, deps, kind, by, now);
}

/**
 * 通讯录同步, after its pages are read: one at a time, and one result. Refuses an empty directory, and to take account or posts from
 * more people than the settings allow unless that very number was said yes to.
 */
export async function applyDirectory(ctx: Ctx, deps: DirectoryDeps, sync: SyncRow, wish: SyncWish): Promise<Applied> {
  await aloneWithPosts(ctx);
  const joined = await joinedResult(ctx, sync, wish);
  if (joined) return { synced: joined };
  const today = businessDay(ctx.now);
  const people = await peopleOf(ctx.db, sync);
  const accounts = await knownAccounts(ctx.db, today);
  const plan = planOf(people, await knownFrom(ctx.db, people, accounts, deps, today));
  const counts = countsOf(people, plan);
  const losing = plan.end.length + plan.take.length;
  const synced = { kind: sync.kind as Kind, isDry: wish.isDry, counts, losing, losers: losersOf(plan) };

  if (sync.kind === 'full' && !people.some(({ isHere }) => isHere)) refuse('identity.directory-empty');
  if (!wish.isDry && losesTooMany(plan, accounts, deps.mostLeaversPercent) && wish.allowLosing !== losing)
    refuse('identity.directory-too-many', { losing, end: counts.end, take: plan.take.length });
  if (wish.isDry) {
    await endSync(ctx.db, sync.sync_no, null, ctx.now);
    return { synced };
  }

  if (sync.kind === 'full') await noteLeft(ctx.db, sync.sync_no);
  const changes = await applyPlan(ctx, plan, today);
  const list = await insertChanges(ctx.db, { syncNo: sync.sync_no, conflictNo: null }, changes, ctx.now);
  await tell(ctx, deps.toDos, plan, sync.kind === 'full');
  await endSync(ctx.db, sync.sync_no, counts, ctx.now);
  await endTrouble(ctx, deps.toDos);
  return { synced, list };
}

function losersOf({ end, take }: Plan): Synced['losers'] {
  const all = [
    ...end.map((account) => ({ account, isLeaver: true })),
    ...take.map((one) => ({ ...one, isLeaver: false })),
  ];
  return all
    .slice(0, MOST_LOSERS)
    .map(({ account, isLeaver }) => ({ displayName: account.displayName, accountNo: account.accountNo, isLeaver }));
}

/**
 * 待决定事项办了以后: those whom it concerns, as the directory was last read; the next delta would not name them. Only in a
 * transaction that holds the posts; returns what it changed.
 */
export async function applyToPeople(
  ctx: Ctx,
  deps: DirectoryDeps,
  people: readonly DirectoryPerson[],
): Promise<{ counts: Counts; changes: Change[] }> {
  await mustBeAlone(ctx);
  const today = businessDay(ctx.now);
  const accounts = await knownAccounts(ctx.db, today);
  const plan = planOf(people, await knownFrom(ctx.db, people, accounts, deps, today));
  const changes = await applyPlan(ctx, plan, today);
  await tell(ctx, deps.toDos, plan, false);
  return { counts: countsOf(people, plan), changes };
}

/**
 * Two hands at once read the same pages; the second finds them applied and gets the same result. Pages that somebody only counted
 * are applied all the same, but not a part of them.
 */
async function joinedResult(ctx: Ctx, sync: SyncRow, wish: SyncWish): Promise<Synced | undefined> {
  const now = await findSync(ctx.db, sync.sync_no);
  if (now?.ended_at == null) return undefined;
  if (now.counts === null) return isReadToItsEnd(now) ? undefined : refuse('identity.directory-again');
  const counts = now.counts as unknown as Counts;
  return { kind: sync.kind as Kind, isDry: wish.isDry, counts, losing: 0, losers: [] };
}

async function tell(ctx: Ctx, toDos: ToDos, plan: Plan, isFull: boolean): Promise<void> {
  for (const conflictNo of await insertConflicts(ctx.db, plan.conflicts, ctx.now))
    await openConflictToDo(ctx, toDos, conflictNo);
  if (!isFull) return;
  for (const conflictNo of await endGoneConflicts(ctx.db, plan.conflicts, ctx.now))
    await closeConflictToDo(ctx, toDos, conflictNo);
}

async function knownFrom(
  db: AnyDb,
  people: readonly DirectoryPerson[],
  accounts: Known['accounts'],
  { roles }: DirectoryDeps,
  today: string,
): Promise<Known> {
  const departments = await selectDepartments(db);
  const rejected = await rejectedConflicts(db);
  const places = new Map<string, Place>();
  const ours = new Set(
    people.flatMap(({ positions }) =>
      positions.filter(({ position }) => roles.has(position)).map(({ departmentCode }) => departmentCode),
    ),
  );
  for (const { department_code, division, organisation_no } of departments) {
    if (!ours.has(department_code)) continue;
    const place = await placeAt(db, division, organisation_no);
    if (place) places.set(department_code, place);
  }
  const names = new Map(departments.map(({ department_code, name }) => [department_code, name]));
  return {
    accounts,
    placeOf: (code) => places.get(code),
    departmentName: (code) => names.get(code) ?? code,
    roleOf: (position) => roles.get(position),
    isRejected: (kind, key) => rejected.has(`${kind} ${key}`),
    today,
  };
}

/** Chosen at the desk, else the government organisation of its division. */
async function placeAt(db: AnyDb, division: string | null, organisationNo: number | null): Promise<Place | undefined> {
  const isKnown = division !== null && findDivision(division) !== undefined;
  const organisation = organisationNo !== null ? await findOrganisation(db, organisationNo) : undefined;
  const found = organisation ?? (isKnown ? await selectGovernment(db, division).catch(() => undefined) : undefined);
  if (!found) return undefined;
  const { organisation_no, name, kind, from_day, until_day } = found;
  const level = levelOf(found.division);
  return { organisationNo: organisation_no, name, kind, level, fromDay: from_day, untilDay: until_day };
}

/** On record, for syncs that nobody at a screen asked for. */
export async function auditSync(ctx: Ctx, { synced: { kind, isDry, counts }, list }: Applied): Promise<void> {
  const subject = `${kind} ${isDry ? '试算' : ''} 停用${counts.end} 新增${counts.make} 待核${counts.conflicts}`;
  await writeAudit(ctx, { action: 'identity.directory-sync', title: '通讯录同步', subject, list, outcome: 'done' });
}
