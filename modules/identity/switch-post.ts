import { businessDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { type LivePost, livePosts } from './post/post.store.ts';
import { refuse } from './refuse.ts';
import { setPost } from './session.store.ts';
import { hashToken } from './session.ts';

/** 切换岗位: the same session under another of his posts. Refuses one that is not his today, and before he has a password of his own. */
export async function switchPost(ctx: Ctx, postNo: number, token: string): Promise<LivePost> {
  const accountNo = ctx.user.accountNo ?? refuse('identity.no-own-post');
  const [post] = await livePosts(ctx.db, accountNo, businessDay(ctx.now), postNo);

  if (ctx.user.unfinished === 'password') refuse('identity.password-first');
  if (ctx.user.unfinished === 'prove') refuse('identity.prove-first');
  if (!post) return refuse('identity.no-own-post');

  await setPost(ctx.db, hashToken(token), postNo, ctx.now);
  return post;
}
