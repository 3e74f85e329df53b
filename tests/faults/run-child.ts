import { OLD_AGE_ALLOWANCE } from '#modules/allowances/contract.ts';
import { runToTheEnd } from '#modules/allowances/index.ts';
import { openLaw } from '#modules/policy/index.ts';
import { connect } from '#platform/db/connect.ts';
import { monthNo } from '#platform/month/month.ts';
import { RULEBOOK_DIR } from '#server/config.ts';
import type { ChildWish } from './stage.ts';

// A run in a process of its own, to be killed: says 'started' when it begins and exits 0 when the list stands.
const { config, frozenFolder, month, now } = JSON.parse(process.argv[2] ?? '') as ChildWish;
const { book } = openLaw(RULEBOOK_DIR);
const { pool, close } = connect({ config, role: 'kangyang_bulk', max: 2 });
pool.on('connect', (client) => client.on('error', () => undefined));
const deps = { pool, book: () => book, now: () => new Date(now), frozenFolder, province: '33' };
const wish = { benefit: OLD_AGE_ALLOWANCE, payMonth: monthNo(month), county: null, by: 'system' };
process.stdout.write('started\n');
await runToTheEnd(deps, wish, () => undefined);
await close();
// A COPY leaves its time limit behind; nothing waits for it.
process.exit(0);
