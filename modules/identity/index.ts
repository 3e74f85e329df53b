export { ensureSetupCode } from './ensure-setup-code.ts';
export { registerIdentityRoutes } from './routes.ts';
export { whoIs } from './who-is.ts';
