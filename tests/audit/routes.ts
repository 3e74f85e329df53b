import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import { makeSigningKey, signingKeyFrom } from '#platform/crypto/sm2.ts';
import { createApp } from '#platform/http/app.ts';
import { cloneDatabase } from '#platform/testing/database.ts';
import { RULEBOOK_DIR } from '#server/config.ts';
import { createControlApp } from '#server/control.ts';
import { type Deps, registerRoutes } from '#server/modules.ts';

export type Served = { method: string; url: string };

/** The server's deps on a database of their own, and a folder that is gone after the test. */
export async function someDeps(): Promise<Deps> {
  const database = await cloneDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'kangyang-deps-'));
  onTestFinished(async () => {
    await database.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const { db, pool, bulkPool, ownerPool, keys } = database;
  const audit = { signing: signingKeyFrom(makeSigningKey()), folder: join(dataDir, 'heads') };
  const now = () => new Date('2023-08-25T01:00:00Z');
  return {
    ...{ db, pool, bulkPool, ownerPool, keys, audit, now, dataDir },
    rulebookDir: RULEBOOK_DIR,
    log: () => undefined,
  };
}

/** Every address that the server answers, as the server itself registers them; files of screens left out. */
export async function everyRoute(): Promise<Served[]> {
  const deps = await someDeps();
  const served: Served[] = [];
  const app = await createApp({ log: () => undefined, requestsPerMinute: 1_000 });
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) served.push({ method: one, url });
  });
  await registerRoutes(app, deps);
  const control = await createControlApp(deps, join(deps.dataDir, 'master.key'));
  const owner = controlRoutes(control);
  await Promise.all([app.close(), control.close()]);
  return [...served.filter(({ url }) => url.startsWith('/api/')), ...owner];
}

/** Fastify prints what it answers; the owner's addresses are few and have no parameters. */
function controlRoutes(app: FastifyInstance): Served[] {
  const found = [
    'run',
    'bench',
    'explain',
    'backup',
    'audit/verify',
    'audit/export',
    'directory/sync',
    'keys/list',
    'keys/rotate',
  ]
    .map((name) => ({ method: 'POST', url: `/control/${name}` }) as const)
    .filter((one) => app.hasRoute(one));
  return found;
}
