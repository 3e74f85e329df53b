import type pg from 'pg';
import { keepAudit } from '#platform/audit/keeping.ts';
import { connect } from '#platform/db/connect.ts';
import { depsOn } from '#platform/keys/keys.testing.ts';
import { continueRotation } from '#platform/keys/rotate-keys.ts';

export type RotationWish = { config: pg.PoolConfig; master: string };

// A rotation in a process of its own, to be killed: says 'started' when it begins and exits 0 when every row has the new key.
const { config, master } = JSON.parse(process.argv[2] ?? '') as RotationWish;
const owner = connect({ config, max: 3 });
const app = connect({ config, role: 'kangyang_app', max: 2 });
const deps = await depsOn({ ownerPool: owner.pool, db: app.db }, undefined, [], Buffer.from(master, 'hex'));
keepAudit(app.db, { key: deps.keys.audit, kindOf: () => 'business' });
process.stdout.write('started\n');
await continueRotation(deps);
await Promise.all([owner.close(), app.close()]);
