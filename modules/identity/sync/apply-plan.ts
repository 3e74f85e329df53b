import type { Ctx } from '#platform/session/ctx.ts';
import { makeAccount } from '../account/make-account.ts';
import { setAccountEnd, setDisplayName } from '../account.store.ts';
import { organisationNames } from '../organisation/organisation.store.ts';
import { endPostsOf, insertPost, setPostEnd } from '../post/post.store.ts';
import { endStandInsOf } from '../post/stand-in.store.ts';
import { ROLE_NAMES, type Role } from '../role.ts';
import { endSessionsOf } from '../session.store.ts';
import type { Change } from './change.ts';
import type { DirectoryPerson, Plan, WishedPost } from './known.ts';

type Worded = (post: { organisationNo: number; role: Role }) => string;

/**
 * 执行同步方案, in one transaction: leavers are disabled today with posts, stand-ins and sessions; movers' posts end today; new people
 * get an account without a password of its own (they sign in through the office app, or an administrator gives them one). Returns
 * what changed.
 */
export async function applyPlan(ctx: Ctx, plan: Plan, today: string): Promise<Change[]> {
  const worded = await wordsOfPosts(ctx, plan);
  const changes: Change[] = [];
  for (const { accountNo, displayName } of plan.end) {
    await endLeaver(ctx, accountNo, today);
    changes.push({ accountNo, what: 'left', detail: `${displayName}：停用账号，结束岗位和代岗`, why: 'gone' });
  }
  for (const { account, posts } of plan.take)
    for (const post of posts) {
      await setPostEnd(ctx.db, post.postNo, post.fromDay > today ? post.fromDay : today);
      const { accountNo } = account;
      changes.push({ accountNo, what: 'post-ended', detail: worded(post), why: 'position-gone' });
    }
  for (const { accountNo, was, displayName } of plan.rename) {
    await setDisplayName(ctx.db, accountNo, displayName);
    changes.push({ accountNo, what: 'renamed', detail: `${was}→${displayName}`, why: 'name-changed' });
  }
  for (const { account, posts } of plan.give) {
    const { accountNo } = account;
    await givePosts(ctx, accountNo, posts, today);
    for (const post of posts)
      changes.push({ accountNo, what: 'post-given', detail: worded(post), why: 'position-named' });
  }
  for (const { person, posts } of plan.make) {
    const accountNo = await makeDirectoryAccount(ctx, person);
    await givePosts(ctx, accountNo, posts, today);
    changes.push({ accountNo, what: 'joined', detail: posts.map(worded).join('；'), why: 'new-person' });
  }
  return changes;
}

async function wordsOfPosts({ db }: Ctx, { take, give, make }: Plan): Promise<Worded> {
  const numbers = [...take, ...give, ...make].flatMap((one) => one.posts.map(({ organisationNo }) => organisationNo));
  const names = await organisationNames(db, [...new Set(numbers)]);
  return ({ organisationNo, role }) => `${names.get(organisationNo) ?? organisationNo} ${ROLE_NAMES[role]}`;
}

async function endLeaver(ctx: Ctx, accountNo: number, today: string): Promise<void> {
  await setAccountEnd(ctx.db, accountNo, today);
  await endPostsOf(ctx.db, accountNo, today);
  await endStandInsOf(ctx.db, accountNo, today);
  await endSessionsOf(ctx.db, accountNo, ctx.now);
}

async function makeDirectoryAccount(ctx: Ctx, { employeeCode, displayName }: DirectoryPerson): Promise<number> {
  const plain = employeeCode.toLowerCase().replace(/[^a-z0-9._-]/g, '');
  for (const name of [
    `e-${plain}`.slice(0, 32),
    `e-${plain}`.slice(0, 28).concat('-', String(ctx.now.getTime() % 1000)),
  ]) {
    const account = await makeAccount(ctx, { name, displayName, employeeCode, password: { kind: 'none' } });
    if (account) return account.account_no;
  }
  throw new Error(`no free account name for an employee of the directory`);
}

async function givePosts(ctx: Ctx, accountNo: number, posts: readonly WishedPost[], today: string): Promise<void> {
  for (const post of posts) await insertPost(ctx.db, { ...post, accountNo, fromDay: today, untilDay: null });
}
