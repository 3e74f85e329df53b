import type { Input } from '#platform/contract/route.ts';
import { refuseStale } from '#platform/http/row-version.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { endingDay } from '../ending-day.ts';
import { refuse } from '../refuse.ts';
import { GOVERNMENT } from '../role.ts';
import {
  lockOrganisation,
  type OrganisationRow,
  organisationVersion,
  setOrganisationEnd,
} from './organisation.store.ts';
import type { endOrganisation as route } from './organisation-contract.ts';

/** 停用外部单位: its posts count no more from that day. Refuses government, whose days are those of its division. */
export async function endOrganisation(ctx: Ctx, wish: Input<typeof route>['body']): Promise<OrganisationRow> {
  const organisation = await lockOrganisation(ctx.db, wish.organisationNo);

  if (!organisation) return refuse('identity.no-organisation');
  if (organisation.kind === GOVERNMENT) refuse('identity.government-fixed');
  const day = endingDay(ctx.now, wish.untilDay, organisation.from_day, organisation.until_day);
  refuseStale(wish.version, organisationVersion(organisation));

  await setOrganisationEnd(ctx.db, organisation.organisation_no, day);
  return organisation;
}
