import { findDivision, getDivision, placeIsWithin } from '#modules/places/index.ts';
import type { Input } from '#platform/contract/route.ts';
import { businessDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { refuse } from '../refuse.ts';
import { insertOrganisation } from './organisation.store.ts';
import type { makeOrganisation as route } from './organisation-contract.ts';

/** 建立外部单位, in a division of the province. Refuses a second one of the same kind, name and place. */
export async function makeOrganisation(ctx: Ctx, wish: Input<typeof route>['body'], province: string): Promise<number> {
  const division = findDivision(wish.division);

  if (!division || !placeIsWithin(division, getDivision(province))) {
    return refuse('identity.no-division', { code: wish.division });
  }

  const organisationNo = await insertOrganisation(ctx.db, {
    kind: wish.kind,
    name: wish.name,
    division: division.code,
    fromDay: wish.fromDay ?? businessDay(ctx.now),
  });
  return organisationNo ?? refuse('identity.organisation-exists', { name: wish.name });
}
