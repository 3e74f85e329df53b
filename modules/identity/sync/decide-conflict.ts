import type { Input } from '#platform/contract/route.ts';
import { businessDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { changeEmployeeCode } from '../account/change-employee-code.ts';
import { lockAccount, setAccountEnd } from '../account.store.ts';
import { nameOf } from '../actor-words.ts';
import {
  ACCEPTABLE,
  CONFLICT_KIND_NAMES,
  CONFLICT_STATE_NAMES,
  type decideConflict as route,
} from '../directory-sync.ts';
import { findOrganisation } from '../organisation/organisation.store.ts';
import { aloneWithPosts } from '../post/alone-with-posts.ts';
import { refuseEnded } from '../post/make-post.ts';
import { refuse } from '../refuse.ts';
import { insertChanges, lastAppliedSync, type Recorded } from './change.store.ts';
import type { Change } from './change.ts';
import { lockConflict, decideConflict as setDecided, setReopened } from './conflict.store.ts';
import { ABOUT_DEPARTMENT } from './known.ts';
import { peopleConcerned, setDepartmentOrganisation } from './sync.store.ts';
import { applyToPeople, type DirectoryDeps } from './sync-directory.ts';
import { closeConflictToDo, openConflictToDo } from './to-dos.ts';

type Conflict = NonNullable<Awaited<ReturnType<typeof lockConflict>>>;
/** For the audit: in words, and what it changed. */
export type Decided = { told: string; list: Recorded | undefined };
type Taken = { told: string; changes: Change[] };
const NOTHING: Taken = { told: '', changes: [] };

/**
 * 决定通讯录待决定事项: it takes effect at once on those whom it concerns, and no sync brings it up again. Refuses what is decided
 * already, and to take up what must be put right elsewhere. `deps` undefined: no directory is connected any more.
 */
export async function decideConflict(
  ctx: Ctx,
  wish: Input<typeof route>['body'],
  deps: DirectoryDeps | undefined,
): Promise<Decided> {
  await aloneWithPosts(ctx);
  const conflict = await lockConflict(ctx.db, wish.conflictNo);

  if (!conflict) return refuse('identity.no-conflict');
  if (wish.answer === 'reopen') return reopen(ctx, conflict, deps);
  if (conflict.state !== 'open') refuse('identity.conflict-decided');
  if (wish.answer === 'accept' && !ACCEPTABLE.includes(conflict.kind)) refuse('identity.conflict-elsewhere');

  const taken: Taken = wish.answer === 'accept' ? await takeUp(ctx, conflict, wish.organisationNo) : NOTHING;
  const state = wish.answer === 'accept' ? 'accepted' : 'rejected';
  await setDecided(ctx.db, conflict.conflict_no, state, await nameOf(ctx.db, ctx.user), ctx.now);
  const { kind, key } = conflict;
  const told = `${CONFLICT_KIND_NAMES[kind]} ${key} ${CONFLICT_STATE_NAMES[state]}${taken.told}`;
  if (!deps) return { told, list: await onRecord(ctx, conflict, taken.changes) };
  await closeConflictToDo(ctx, deps.toDos, conflict.conflict_no);
  const isSettled = wish.answer === 'accept' || kind === 'same-name';
  if (!isSettled) return { told, list: undefined };
  const whom = ABOUT_DEPARTMENT.includes(kind) ? { departmentCode: key } : { employeeCode: key };
  const { counts, changes } = await applyToPeople(ctx, deps, await peopleConcerned(ctx.db, whom));
  const { make, give, end, take } = counts;
  if (kind === 'last-administrator' && end + take === 0) refuse('identity.still-last-administrator');
  return {
    told: `${told} 新建账号${make} 设立岗位${give} 停用${end} 结束岗位${take}`,
    list: await onRecord(ctx, conflict, [...taken.changes, ...changes]),
  };
}

/** 重新打开, to be decided anew; only what was left as it is. */
async function reopen(ctx: Ctx, conflict: Conflict, deps: DirectoryDeps | undefined): Promise<Decided> {
  if (conflict.state === 'open') refuse('identity.conflict-open');
  if (conflict.state !== 'rejected') refuse('identity.conflict-decided');

  await setReopened(ctx.db, conflict.conflict_no);
  if (deps) await openConflictToDo(ctx, deps.toDos, conflict.conflict_no);
  return { told: `${CONFLICT_KIND_NAMES[conflict.kind]} ${conflict.key} 重新打开`, list: undefined };
}

/** With the sync whose reading of the directory it follows from. */
async function onRecord(ctx: Ctx, { conflict_no }: Conflict, changes: readonly Change[]): Promise<Recorded> {
  const syncNo = await lastAppliedSync(ctx.db);
  if (syncNo === undefined) throw new Error(`conflict ${conflict_no} of no sync`);
  return insertChanges(ctx.db, { syncNo, conflictNo: conflict_no }, changes, ctx.now);
}

/** Refuses an organisation that has ended, oneself, and a code that another account in use has. */
async function takeUp(ctx: Ctx, { kind, key, evidence }: Conflict, organisationNo: number | undefined): Promise<Taken> {
  if (ABOUT_DEPARTMENT.includes(kind)) {
    if (organisationNo === undefined) return refuse('identity.conflict-organisation');
    const organisation = (await findOrganisation(ctx.db, organisationNo)) ?? refuse('identity.no-organisation');
    const { name, from_day, until_day } = organisation;
    refuseEnded(name, { fromDay: from_day, untilDay: until_day }, businessDay(ctx.now));
    await setDepartmentOrganisation(ctx.db, key, organisationNo);
    return { told: ` ${name}`, changes: [] };
  }
  const accountNo = Number((evidence as Record<string, unknown>)[kind === 'same-name' ? '已有账号' : '账号序号']);
  const account = await lockAccount(ctx.db, accountNo);
  if (!account) return refuse('identity.no-account');
  if (accountNo === ctx.user.accountNo) refuse('identity.own-post');
  if (kind === 'last-administrator') return NOTHING;
  const change = await changeEmployeeCode(ctx, account, key);
  const isBack = kind === 'returned';
  if (isBack) await setAccountEnd(ctx.db, accountNo, null);
  const changes: Change[] = [{ accountNo, what: isBack ? 'restored' : 'code-changed', detail: change, why: 'decided' }];
  return { told: ` ${account.name} ${change}`, changes };
}
