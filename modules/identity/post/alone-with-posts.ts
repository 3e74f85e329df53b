import { sql } from 'kysely';
import { businessDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { refuse } from '../refuse.ts';
import { permissionsOf } from '../role.ts';
import { livePosts } from './post.store.ts';

export const POSTS_LOCK = 72670;

/**
 * One at a time changes posts, stand-ins and the end of accounts, until the transaction ends; and whoever waited must still be
 * allowed to: two system administrators cannot end each other, so one is always left.
 */
export async function aloneWithPosts(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(POSTS_LOCK)})`.execute(ctx.db);
  const { accountNo, post } = ctx.user;
  if (accountNo === null) return;
  const [still] = post ? await livePosts(ctx.db, accountNo, businessDay(ctx.now), post.postNo) : [];
  if (!still || !permissionsOf(still.role).includes('identity.manage')) refuse('identity.no-own-post');
}

/** For what relies on its caller having made sure: throws outside such a transaction, since that is our mistake. */
export async function mustBeAlone({ db }: Ctx): Promise<void> {
  const { rows } = await sql`select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and granted
    and mode = 'ExclusiveLock' and classid = 0 and objid = ${sql.lit(POSTS_LOCK)} and objsubid = 1`.execute(db);
  if (rows.length === 0) throw new Error('posts are changed outside the transaction that holds them');
}
