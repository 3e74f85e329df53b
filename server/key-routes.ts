import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { withClient } from '#platform/db/with-client.ts';
import type { KeyList } from '#platform/keys/contract.ts';
import { readKeyList } from '#platform/keys/key.list.ts';
import { askRotation, continueRotation } from '#platform/keys/rotate-keys.ts';
import { countUse } from '#platform/keys/rotation.store.ts';
import { findSealedColumns } from '#platform/keys/sealed-columns.ts';
import { type Deps, rotationDeps } from './modules.ts';
import { ownerAct } from './owner-audit.ts';

const Nothing = z.strictObject({});

/** The keys' own commands, for the data folder's owner. */
export function registerKeyCommands(app: FastifyInstance, deps: Deps): void {
  app.post('/control/keys/list', async (request): Promise<KeyList> => {
    Nothing.parse(request.body);
    return withClient(deps.ownerPool, async (client) => {
      // Counted anew: the owner may wait for it, and asks whether an old key is still needed.
      for (const column of await findSealedColumns(client)) {
        await client.query('begin');
        await countUse(client, column, deps.now());
        await client.query('commit');
      }
      return readKeyList(client);
    });
  });
  app.post('/control/keys/rotate', async (request) => {
    Nothing.parse(request.body);
    const asked = await ownerAct(
      deps,
      { action: '/control/keys/rotate', title: '轮换密钥', outcome: 'done' },
      askRotation,
    );
    const done = await continueRotation(rotationDeps(deps));
    return { ...asked, ...done };
  });
}
