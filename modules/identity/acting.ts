import type { Post, User } from '#platform/session/ctx.ts';
import type { AccountRow } from './account.store.ts';
import type { Account, OwnPost } from './contract.ts';
import { type LivePost, postShown } from './post/post.store.ts';
import { GOVERNMENT, permissionsOf } from './role.ts';
import { scopeOf, scopeShown } from './scope.ts';
import { type Step, stepOf } from './second-factor/step.ts';

type Who = Pick<AccountRow, 'account_no' | 'name' | 'one_time_until'>;
/** How he got in: by his own password (`way` null) or elsewhere, and whether a second factor was shown. */
export type Proof = { isEnrolled: boolean; provedAt: Date | null; way: string | null };

/**
 * The account as the edge and the audit see it: what it may do and where is the current post's, and nothing without one or while
 * signing in is not finished. Every way of signing in ends here.
 */
export function userOf(
  { account_no, name, one_time_until }: Who,
  post: LivePost | undefined,
  { isEnrolled, provedAt, way }: Proof,
): User {
  const unfinished = stepOf({
    ...{ isEnrolled, isProved: provedAt !== null, role: post?.role },
    hasOneTimePassword: one_time_until !== null && way === null,
  });
  const nobody: User = {
    ...{ audience: 'official' as const, accountNo: account_no, name },
    ...{ permissions: new Set<string>(), post: null, scope: { type: 'none' as const } },
    ...{ unfinished, provedAt },
  };
  if (!post || unfinished !== null) return nobody;
  const { role, organisation_no, organisation_kind, division } = post;
  return {
    ...nobody,
    audience: organisation_kind === GOVERNMENT ? 'official' : 'outside',
    permissions: new Set(permissionsOf(role)),
    post: postOf(post),
    scope: scopeOf(organisation_kind, division, organisation_no),
  };
}

export function postOf({ post_no, role, organisation_no, division }: LivePost): Post {
  return { postNo: post_no, role, organisationNo: organisation_no, division };
}

/** The account as its owner sees it: `posts` are those of today, `post` the one he acts under. */
export function accountOf(
  account: AccountRow,
  posts: readonly LivePost[],
  post: LivePost | undefined,
  proof: Proof,
): Account {
  const user = userOf(account, post, proof);
  const isGuarded = user.unfinished === 'prove' || user.unfinished === 'password';
  return {
    accountNo: account.account_no,
    name: account.name,
    displayName: account.display_name,
    // With a second factor still to show nobody learns more than his name.
    post: post && !isGuarded ? ownPost(account, post) : null,
    posts: user.unfinished === 'prove' ? [] : posts.map((one) => ownPost(account, one)),
    permissions: [...user.permissions],
    scope: scopeShown(user.scope),
    unfinished: (user.unfinished ?? null) as Step,
    hasSecondFactor: proof.isEnrolled,
    way: proof.way,
  };
}

function ownPost({ account_no }: AccountRow, post: LivePost): OwnPost {
  return { ...postShown(post), standsInFor: post.account_no === account_no ? null : post.holder };
}
