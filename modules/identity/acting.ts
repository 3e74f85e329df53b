import type { User } from '#platform/session/ctx.ts';
import type { AccountRow } from './account.store.ts';
import type { Account, OwnPost } from './contract.ts';
import { type LivePost, postShown } from './post/post.store.ts';
import { GOVERNMENT, permissionsOf } from './role.ts';
import { scopeOf } from './scope.ts';

type Who = Pick<AccountRow, 'account_no' | 'name' | 'one_time_until'>;

/** The account as the edge and the audit see it: what it may do and where is the current post's, and nothing without one. */
export function userOf({ account_no, name, one_time_until }: Who, post: LivePost | undefined): User {
  const nobody: User = {
    ...{ audience: 'official' as const, accountNo: account_no, name },
    ...{ permissions: new Set<string>(), post: null, scope: { type: 'none' as const } },
  };
  // With a one-time password one can only change it.
  if (!post || one_time_until !== null) return nobody;
  const { post_no, role, organisation_no, organisation_kind, division } = post;
  return {
    ...nobody,
    audience: organisation_kind === GOVERNMENT ? 'official' : 'outside',
    permissions: new Set(permissionsOf(role)),
    post: { postNo: post_no, role, organisationNo: organisation_no, division },
    scope: scopeOf(organisation_kind, division, organisation_no),
  };
}

/** The account as its owner sees it: `posts` are those of today, `post` the one he acts under. */
export function accountOf(account: AccountRow, posts: readonly LivePost[], post: LivePost | undefined): Account {
  const user = userOf(account, post);
  return {
    accountNo: account.account_no,
    name: account.name,
    displayName: account.display_name,
    post: post && user.post ? ownPost(account, post) : null,
    posts: posts.map((one) => ownPost(account, one)),
    permissions: [...user.permissions],
    scope: user.scope,
    mustChangePassword: account.one_time_until !== null,
  };
}

function ownPost({ account_no }: AccountRow, post: LivePost): OwnPost {
  return { ...postShown(post), standsInFor: post.account_no === account_no ? null : post.holder };
}
