import type { AddressInfo } from 'node:net';
import type pg from 'pg';
import { covers, placesOf, registerIdentityRoutes, whoIs } from '#modules/identity/index.ts';
import { keepAudit } from '#platform/audit/keeping.ts';
import { keysFrom } from '#platform/crypto/keys.ts';
import { connect } from '#platform/db/connect.ts';
import { createApp } from '#platform/http/app.ts';
import { openRing } from '#platform/keys/ring.ts';

export type ServerWish = { config: pg.PoolConfig; master: string };

// A server in a process of its own on a database that others serve too: says 'listening PORT'.
const { config, master } = JSON.parse(process.argv[2] ?? '') as ServerWish;
const owner = connect({ config, max: 2 });
const { db } = connect({ config, role: 'kangyang_app', max: 4 });
const now = () => new Date();
const keys = await openRing({ pool: owner.pool, keys: keysFrom(Buffer.from(master, 'hex')), now });
keepAudit(db, { key: keys.audit, kindOf: () => 'rights' });
const app = await createApp({ log: (line) => console.error(line), requestsPerMinute: 1_000_000 });
const edge = { db, now, whoIs: (request: Parameters<typeof whoIs>[0]) => whoIs(request, db, now()), covers, placesOf };
registerIdentityRoutes(app, edge, '330000', { keys });
await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`listening ${(app.server.address() as AddressInfo).port}\n`);
