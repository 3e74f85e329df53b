import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { exportAudit } from '#platform/audit/export-audit.ts';
import type { HeadsPlace } from '#platform/audit/sign-head.ts';
import { insertVerification } from '#platform/audit/verification.store.ts';
import { verifyAudit } from '#platform/audit/verify-audit.ts';
import type { Deps } from './modules.ts';
import { auditOwner } from './owner-audit.ts';

const VerifyWish = z.strictObject({ copy: z.string().optional() });
const ExportWish = z.strictObject({ folder: z.string(), from: z.iso.date(), to: z.iso.date() });

/** The audit's own commands, for the data folder's owner. */
export function registerAuditRoutes(app: FastifyInstance, deps: Deps, { signing, folder }: HeadsPlace): void {
  // Whom a row is about only the role of jobs sees: an owner who is no superuser is bound by the policies too.
  const { bulkPool: pool, keys, db, now } = deps;
  const { publicKey } = signing;
  app.post('/control/audit/verify', async (request) => {
    const { copy } = VerifyWish.parse(request.body);
    const verified = await verifyAudit({ pool, key: keys.audit, publicKey, folder, copy });
    await db.transaction().execute((one) => insertVerification(one, verified, now(), copy ?? null));
    return verified;
  });
  app.post('/control/audit/export', async (request) => {
    const wish = ExportWish.parse(request.body);
    const subject = `${wish.from} 至 ${wish.to}`;
    const onRecord = () =>
      auditOwner(deps, { action: '/control/audit/export', title: '导出审计', subject, outcome: 'done' });
    return exportAudit({ ...wish, pool, publicKey, onRecord });
  });
}
