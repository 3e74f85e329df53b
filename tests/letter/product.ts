import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloneDatabase } from '#platform/testing/database.ts';
import { type Demonstration, RULEBOOK_DIR } from '#server/config.ts';
import { createControlApp } from '#server/control.ts';
import { type Deps, prepareDatabase } from '#server/modules.ts';

export type Product = Awaited<ReturnType<typeof openProduct>>;

/**
 * The product on a database of its own, filled as the start command fills it, with the owner's routes that the commands
 * call. The clock stands until it is moved.
 */
export async function openProduct(demo: Demonstration, seed = 1) {
  const database = await cloneDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'kangyang-product-'));
  const clock = { now: new Date('2023-08-25T01:00:00Z') };
  const log: string[] = [];
  const deps: Deps = {
    db: database.db,
    pool: database.pool,
    bulkPool: database.bulkPool,
    ownerPool: database.ownerPool,
    keys: database.keys,
    now: () => clock.now,
    dataDir,
    rulebookDir: RULEBOOK_DIR,
    log: (line) => log.push(line),
  };
  await prepareDatabase(deps, demo, undefined, seed, () => undefined);
  const app = await createControlApp(deps, join(dataDir, 'master.key'));
  const call = async (path: string, body: object) => {
    const { statusCode, payload } = await app.inject({ method: 'POST', url: path, payload: body });
    return { status: statusCode, text: payload, json: JSON.parse(payload) as Record<string, unknown> };
  };
  return {
    ...{ database, deps, clock, log },
    run: (wish: { month: string; county?: string; benefit?: string; release?: boolean }) => call('/control/run', wish),
    explain: (wish: { person: number; month: string }) => call('/control/explain', wish),
    close: async () => {
      await app.close();
      await database.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
