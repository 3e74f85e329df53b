import type { Reply } from '#platform/contract/route.ts';
import type { AnyDb } from '#platform/db/own.ts';
import { findAccount } from '../account.store.ts';
import type { showAccount } from '../directory.ts';
import { bindingsOf } from '../external/external-identity.store.ts';
import { postShown, postsOfAccounts, selectPosts } from '../post/post.store.ts';
import { standInsAround, standInVersion } from '../post/stand-in.store.ts';
import { refuse } from '../refuse.ts';
import { findSecondFactor } from '../second-factor/second-factor.store.ts';
import { accountShown } from './account.list.ts';

/** 账号详情: all posts, past ones and those to come too, and the stand-ins around it. */
export async function readAccount(db: AnyDb, accountNo: number): Promise<Reply<typeof showAccount>> {
  const account = (await findAccount(db, accountNo)) ?? refuse('identity.no-account');
  const posts = await postsOfAccounts(db, [accountNo]);
  const rows = await standInsAround(db, accountNo);
  const around = await selectPosts(db, [...new Set(rows.map(({ post_no }) => post_no))]);
  const byNo = new Map(around.map((post) => [post.post_no, post]));
  const standIns = rows.flatMap((row) => {
    const post = byNo.get(row.post_no);
    if (!post) return [];
    return {
      standInNo: row.stand_in_no,
      post: postShown(post),
      holder: post.holder,
      standsIn: row.stands_in,
      fromDay: row.from_day,
      untilDay: row.until_day,
      version: standInVersion(row),
    };
  });
  const hasSecondFactor = (await findSecondFactor(db, accountNo)) !== undefined;
  const bindings = (await bindingsOf(db, accountNo)).map((one) => ({
    ...{ way: one.way, subject: one.subject, boundAt: one.bound_at.toISOString(), boundBy: one.bound_by },
  }));
  const employeeCode = account.employee_code;
  return { ...accountShown(account, posts), employeeCode, bindings, hasSecondFactor, standIns };
}
