import { allDivisions, getDivision, placeIsWithin } from '#modules/places/index.ts';
import type { AnyDb } from '#platform/db/own.ts';
import { type GovernmentOrganisation, governmentOrganisation } from './government.ts';
import { selectGovernment, upsertGovernment } from './organisation.store.ts';

/**
 * 组织入库: one government organisation for each division and zone of the province, on all five levels; those of abolished ones
 * have ended. Returns how many were new or changed, 0 when all stood as they should. Call it inside a transaction.
 */
export async function seedOrganisations(db: AnyDb, province: string): Promise<number> {
  const outer = getDivision(province);
  // In the order of places: parents before children, so that lists by number read like a register.
  const wanted = allDivisions().filter((division) => placeIsWithin(division, outer));
  return upsertGovernment(db, wanted.map(governmentOrganisation));
}

/** 省厅: the number of the province's own organisation; made where nobody has seeded yet. */
export async function provinceOrganisation(db: AnyDb, province: string): Promise<number> {
  const wanted: GovernmentOrganisation = governmentOrganisation(getDivision(province));
  await upsertGovernment(db, [wanted]);
  return (await selectGovernment(db, wanted.division)).organisation_no;
}
