export { type ActorNamed, actorWords, nameOf } from './actor-words.ts';
export { ensureSetupCode } from './ensure-setup-code.ts';
export { seedOrganisations } from './organisation/seed-organisations.ts';
export { type IdentityDeps, registerIdentityRoutes } from './routes.ts';
export { covers, placesOf } from './scope.ts';
export { whoIs } from './who-is.ts';
