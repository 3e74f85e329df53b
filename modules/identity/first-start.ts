import { ensureSetupCode } from './ensure-setup-code.ts';
import { seedOrganisations } from './organisation/seed-organisations.ts';

/** What every start makes sure of: a government organisation for each division, and a way in for the first administrator. */
export const firstStart = { seedOrganisations, ensureSetupCode };
