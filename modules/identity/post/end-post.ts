import type { Input } from '#platform/contract/route.ts';
import { refuseStale } from '#platform/http/row-version.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import type { endPost as route } from '../directory.ts';
import { endingDay } from '../ending-day.ts';
import { refuse } from '../refuse.ts';
import { aloneWithPosts } from './alone-with-posts.ts';
import { findPost, type PostRow, postVersion, setPostEnd } from './post.store.ts';

/** 结束岗位: from that day nobody acts under it, its stand-ins neither. Refuses one's own, so that an administrator is left. */
export async function endPost(ctx: Ctx, wish: Input<typeof route>['body']): Promise<PostRow> {
  await aloneWithPosts(ctx);
  const post = await findPost(ctx.db, wish.postNo);

  if (!post) return refuse('identity.no-post');
  if (post.account_no === ctx.user.accountNo) refuse('identity.own-post');
  const day = endingDay(ctx.now, wish.untilDay, post.from_day, post.until_day);
  refuseStale(wish.version, postVersion(post));

  await setPostEnd(ctx.db, post.post_no, day);
  return post;
}
