import { type AnyDb, own } from '#platform/db/own.ts';
import type { SessionShown } from './contract.ts';
import { postShown, selectPosts } from './post/post.store.ts';
import { PAGE_SIZE, pattern } from './search.ts';
import { oldestAlive } from './session.ts';

/** Whose: of everybody, found by `search` in account name and name, or one account's. `mine`: the asker's own token's hash. */
export type SessionFilter = { search?: string | undefined; accountNo?: number; mine: Buffer | undefined };

function inUse(db: AnyDb, { search, accountNo }: SessionFilter, now: Date) {
  const { createdAfter, usedAfter } = oldestAlive(now);
  let query = own('identity')(db)
    .selectFrom('identity.session as session')
    .innerJoin('identity.account as account', 'account.account_no', 'session.account_no')
    .where('session.ended_at', 'is', null)
    .where('session.created_at', '>', createdAfter)
    .where('session.last_seen_at', '>', usedAfter);
  if (accountNo !== undefined) query = query.where('session.account_no', '=', accountNo);
  if (search) {
    const text = pattern(search);
    query = query.where((e) => e.or([e('account.name', 'ilike', text), e('account.display_name', 'ilike', text)]));
  }
  return query;
}

/** 会话一页: those in use, the last used first. */
export async function readSessions(db: AnyDb, filter: SessionFilter, now: Date, page = 1) {
  const rows = await inUse(db, filter, now)
    .select(['session.session_no', 'session.account_no', 'session.source', 'session.created_at'])
    .select(['session.last_seen_at', 'session.post_no', 'session.token_hash', 'account.name', 'account.display_name'])
    .orderBy('session.last_seen_at', 'desc')
    .orderBy('session.session_no', 'desc')
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE)
    .execute();
  const { total } = await inUse(db, filter, now)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const postNos = [...new Set(rows.flatMap(({ post_no }) => (post_no === null ? [] : [post_no])))];
  const posts = new Map((await selectPosts(db, postNos)).map((post) => [post.post_no, postShown(post)]));
  const sessions = rows.map(
    (row): SessionShown => ({
      sessionNo: row.session_no,
      accountNo: row.account_no,
      name: row.name,
      displayName: row.display_name,
      source: row.source,
      createdAt: row.created_at.toISOString(),
      lastSeenAt: row.last_seen_at.toISOString(),
      post: (row.post_no === null ? undefined : posts.get(row.post_no)) ?? null,
      isThis: filter.mine?.equals(row.token_hash) ?? false,
    }),
  );
  return { sessions, total: Number(total), page, pageSize: PAGE_SIZE };
}
