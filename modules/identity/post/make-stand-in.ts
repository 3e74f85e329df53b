import type { Input } from '#platform/contract/route.ts';
import { businessDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { type AccountRow, findAccount } from '../account.store.ts';
import type { makeStandIn as route } from '../directory.ts';
import { refuse } from '../refuse.ts';
import { aloneWithPosts } from './alone-with-posts.ts';
import { refuseDays, refuseEnded, refuseTogether } from './make-post.ts';
import { findPost, type PostRow } from './post.store.ts';
import { heldBy, insertStandIn } from './stand-in.store.ts';

export type MadeStandIn = { standInNo: number; account: AccountRow; post: PostRow };

/** 安排代岗: for days within those of the post. The same duties stay apart as for posts; nobody arranges it for himself. */
export async function makeStandIn(ctx: Ctx, wish: Input<typeof route>['body']): Promise<MadeStandIn> {
  const today = businessDay(ctx.now);
  const { untilDay } = wish;
  const fromDay = wish.fromDay ?? today;
  await aloneWithPosts(ctx);
  const post = await findPost(ctx.db, wish.postNo);
  const account = await findAccount(ctx.db, wish.accountNo);

  if (!post) return refuse('identity.no-post');
  if (!account) return refuse('identity.no-account');
  if (account.account_no === ctx.user.accountNo) refuse('identity.own-post');
  if (account.account_no === post.account_no) refuse('identity.own-stand-in');
  refuseDays({ fromDay, untilDay });
  if (untilDay <= today) refuse('identity.day-past', { day: untilDay });
  refuseEnded(account.display_name, { fromDay: null, untilDay: account.ended_on }, fromDay);
  refuseOutside(post, fromDay, untilDay);
  refuseTogether(account, await heldBy(ctx.db, account.account_no), post.role, { fromDay, untilDay });

  const { postNo, accountNo } = wish;
  return { standInNo: await insertStandIn(ctx.db, { postNo, accountNo, fromDay, untilDay }), account, post };
}

function refuseOutside({ from_day, until_day }: PostRow, fromDay: string, untilDay: string): void {
  if (from_day <= fromDay && (until_day === null || untilDay <= until_day)) return;
  refuse('identity.stand-in-outside', { from: from_day, until: until_day === null ? '没有止日' : `${until_day}止` });
}
