import type { Ctx } from '#platform/session/ctx.ts';
import { changeEmployeeCode } from '../account/change-employee-code.ts';
import { insertAccount, setAccountEnd, setDisplayName } from '../account.store.ts';
import { NOBODYS_HASH } from '../password.ts';
import { endPostsOf, insertPost, setPostEnd } from '../post/post.store.ts';
import { endStandInsOf } from '../post/stand-in.store.ts';
import { endSessionsOf } from '../session.store.ts';
import type { DirectoryPerson, Plan, WishedPost } from './known.ts';

/**
 * 执行同步方案, in one transaction: leavers are disabled today with posts, stand-ins and sessions; movers' posts end today; new people
 * get an account without a password of its own (they sign in through the office app, or an administrator gives them one).
 */
export async function applyPlan(ctx: Ctx, plan: Plan, today: string): Promise<void> {
  for (const { accountNo } of plan.end) {
    await setAccountEnd(ctx.db, accountNo, today);
    await endPostsOf(ctx.db, accountNo, today);
    await endStandInsOf(ctx.db, accountNo, today);
    await endSessionsOf(ctx.db, accountNo, ctx.now);
  }
  for (const { posts } of plan.take)
    for (const { postNo, fromDay } of posts) await setPostEnd(ctx.db, postNo, fromDay > today ? fromDay : today);
  for (const { accountNo, displayName } of plan.rename) await setDisplayName(ctx.db, accountNo, displayName);
  for (const { account, posts } of plan.give) await givePosts(ctx, account.accountNo, posts, today);
  for (const { person, posts } of plan.make) await givePosts(ctx, await makeAccount(ctx, person), posts, today);
}

async function makeAccount(ctx: Ctx, { employeeCode, displayName }: DirectoryPerson): Promise<number> {
  const plain = employeeCode.toLowerCase().replace(/[^a-z0-9._-]/g, '');
  for (const name of [
    `e-${plain}`.slice(0, 32),
    `e-${plain}`.slice(0, 28).concat('-', String(ctx.now.getTime() % 1000)),
  ]) {
    const account = await insertAccount(ctx.db, {
      ...{ name, display_name: displayName, password_hash: NOBODYS_HASH },
      // A one-time password that is over before it began: he has none.
      ...{ one_time_until: ctx.now, created_at: ctx.now },
    });
    if (!account) continue;
    await changeEmployeeCode(ctx, account, employeeCode);
    return account.account_no;
  }
  throw new Error(`no free account name for an employee of the directory`);
}

async function givePosts(ctx: Ctx, accountNo: number, posts: readonly WishedPost[], today: string): Promise<void> {
  for (const post of posts) await insertPost(ctx.db, { ...post, accountNo, fromDay: today, untilDay: null });
}
