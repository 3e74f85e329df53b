export { registerAuditSearch } from './routes.ts';
