import { type AnyDb, own } from '#platform/db/own.ts';
import type { User } from '#platform/session/ctx.ts';
import { selectPosts } from './post/post.store.ts';
import { ROLE_NAMES } from './role.ts';

/** Who acted, as an audit entry names him. */
export type ActorNamed = { accountNo: number | null; accountName: string; postNo: number | null };

/** 谁、什么岗位 in words, in their order: '李敏，玉环市民政局 县级审批人员'. Two queries for all of them. */
export async function actorWords(db: AnyDb, named: readonly ActorNamed[]): Promise<string[]> {
  const numbers = (read: (one: ActorNamed) => number | null) => [...new Set(named.flatMap((one) => read(one) ?? []))];
  const posts = new Map(
    (
      await selectPosts(
        db,
        numbers(({ postNo }) => postNo),
      )
    ).map((post) => [post.post_no, post]),
  );
  const names = await namesOf(
    db,
    numbers(({ accountNo }) => accountNo),
  );
  return named.map(({ accountNo, accountName, postNo }) => {
    if (accountNo === null) return accountName === 'system' ? '系统自动处理' : accountName;
    const post = postNo === null ? undefined : posts.get(postNo);
    const name = names.get(accountNo) ?? accountName;
    return post ? `${name}，${post.organisation_name} ${ROLE_NAMES[post.role]}` : name;
  });
}

async function namesOf(db: AnyDb, accountNos: readonly number[]): Promise<Map<number, string>> {
  if (accountNos.length === 0) return new Map();
  const rows = await own('identity')(db)
    .selectFrom('identity.account')
    .select(['account_no', 'display_name'])
    .where('account_no', 'in', accountNos)
    .execute();
  return new Map(rows.map(({ account_no, display_name }) => [account_no, display_name]));
}

/** 导出标记里的名字: '李敏，玉环市民政局 县级审批人员（li.min）'. */
export async function nameOf(db: AnyDb, { accountNo, name, post }: User): Promise<string> {
  const [words = name] = await actorWords(db, [{ accountNo, accountName: name, postNo: post?.postNo ?? null }]);
  return accountNo === null ? words : `${words}（${name}）`;
}
