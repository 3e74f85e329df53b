import type { Input } from '#platform/contract/route.ts';
import { own } from '#platform/db/own.ts';
import { businessDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { type AccountRow, findAccount } from '../account.store.ts';
import type { makePost as route } from '../directory.ts';
import { findOrganisation, type OrganisationRow } from '../organisation/organisation.store.ts';
import { refuse } from '../refuse.ts';
import { mayBeHeldAt, ROLE_NAMES, ROLE_TABLE, type Role } from '../role.ts';
import { levelOf } from '../scope.ts';
import { aloneWithPosts } from './alone-with-posts.ts';
import { overlap, whyApart } from './apart.ts';
import { insertPost } from './post.store.ts';
import { type Held, heldBy } from './stand-in.store.ts';

export type MadePost = { postNo: number; account: AccountRow; organisation: OrganisationRow };
type Days = { fromDay: string; untilDay: string | null };

/**
 * 设立岗位. Refuses one's own, an ended account or organisation, a role that does not belong there, the same post twice at a time,
 * and duties that must be apart.
 */
export async function makePost(ctx: Ctx, wish: Input<typeof route>['body']): Promise<MadePost> {
  const { role } = wish;
  const days = { fromDay: wish.fromDay ?? businessDay(ctx.now), untilDay: wish.untilDay ?? null };
  await aloneWithPosts(ctx);
  const account = await findAccount(ctx.db, wish.accountNo);
  const organisation = await findOrganisation(ctx.db, wish.organisationNo);

  if (!account) return refuse('identity.no-account');
  if (!organisation) return refuse('identity.no-organisation');
  if (account.account_no === ctx.user.accountNo) refuse('identity.own-post');
  refuseDays(days);
  refuseEnded(account.display_name, { fromDay: null, untilDay: account.ended_on }, days.fromDay);
  refuseEnded(organisation.name, { fromDay: organisation.from_day, untilDay: organisation.until_day }, days.fromDay);
  await refuseRole(ctx, role, organisation);
  const held = await heldBy(ctx.db, account.account_no);
  refuseTwice(account, held, { role, organisationNo: organisation.organisation_no, ...days });
  refuseTogether(account, held, role, days);

  const { accountNo, organisationNo } = wish;
  return { postNo: await insertPost(ctx.db, { accountNo, organisationNo, role, ...days }), account, organisation };
}

export function refuseDays({ fromDay, untilDay }: Days): void {
  if (untilDay !== null && untilDay <= fromDay) refuse('identity.day-order', { day: fromDay });
}

export function refuseEnded(
  name: string,
  span: { fromDay: string | null; untilDay: string | null },
  day: string,
): void {
  const isThere = (span.fromDay === null || span.fromDay <= day) && (span.untilDay === null || day < span.untilDay);
  if (!isThere) refuse('identity.ended', { name, day });
}

async function refuseRole({ db }: Ctx, role: Role, { kind, name, division }: OrganisationRow): Promise<void> {
  const level = levelOf(division);
  if (!mayBeHeldAt(role, kind, level))
    refuse('identity.role-elsewhere', { organisation: name, role: ROLE_NAMES[role] });
  if (ROLE_TABLE[role].isDemonstration && !(await isDemonstration(db))) refuse('identity.demonstration-only');
}

/** Whether the database was born as a demonstration; one that was never said to be one is real. */
export async function isDemonstration(db: Ctx['db']): Promise<boolean> {
  const birth = await own('platform')(db).selectFrom('platform.birth').select('kind').executeTakeFirst();
  return birth?.kind === 'demonstration';
}

function refuseTwice({ display_name }: AccountRow, held: readonly Held[], wish: Omit<Held, 'isOwn'>): void {
  const same = held.some(
    (one) => one.isOwn && one.role === wish.role && one.organisationNo === wish.organisationNo && overlap(one, wish),
  );
  if (same) refuse('identity.post-exists', { name: display_name });
}

/** Also of posts that somebody only stands in for. */
export function refuseTogether({ display_name }: AccountRow, held: readonly Held[], role: Role, days: Days): void {
  for (const one of held) {
    const why = overlap(one, days) ? whyApart(one.role, role) : undefined;
    if (why) refuse(why, { role: ROLE_NAMES[role], other: ROLE_NAMES[one.role], name: display_name });
  }
}
