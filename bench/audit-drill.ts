import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pageOfEntries } from '#modules/audit/entry.store.ts';
import { seenBy, seersOf } from '#modules/audit/seen.store.ts';
import { readEntriesAbout } from '#platform/audit/looked.store.ts';
import { connect, type Database } from '#platform/db/connect.ts';
import { migrate, readMigrations } from '#platform/db/migrate.ts';
import { startEmbedded } from '#platform/embedded/embedded.ts';
import { durableSettings } from '#platform/embedded/settings.ts';
import { MIGRATIONS_DIR } from '#server/config.ts';
import { MODULE_ORDER } from '#server/module-order.ts';

const DEFAULT_ROWS = 2_000_000;
const ACCOUNTS = 4_000;
const PERSONS = 200_000;
const BLOCK_ROWS = 2_000;
const DAYS = 360;
/** Looks at far more people than anybody does in his work, and is looked at by hundreds. */
const BUSY = 'account-7';
const WATCHED = 7;
/** The lists that somebody stood on for two years, of which others took out some. */
const LISTS = Array.from({ length: 24 }, (_, n) => `list-${n}`);

/**
 * C-37 演练: rows of a year written by SQL (one in five hundred by one busy account, one person in every thousandth row), sealed in blocks
 * of two thousand, then the questions after a leak, each first with what is not in memory and then again.
 */
export async function benchDrill(count: number, log: (line: string) => void) {
  const folder = mkdtempSync(join(tmpdir(), 'kangyang-drill-'));
  const passwordFile = join(folder, 'secrets', 'postgresql-password');
  const server = await startEmbedded({ folder, passwordFile, settings: durableSettings(), log });
  const owner = connect({ config: server.config, max: 2, queryTimeoutMs: 0 });
  try {
    await migrate(owner.pool, await readMigrations(MIGRATIONS_DIR, MODULE_ORDER));
    const run = (sql: string, values: unknown[]) => owner.pool.query(sql, values);
    await run(ENTRIES, [count, DAYS, ACCOUNTS]);
    await run(SUBJECTS, [count, PERSONS]);
    await run(BLOCKS, [count, BLOCK_ROWS]);
    await owner.pool.query('alter table platform.audit_subject disable row level security');
    await owner.pool.query('vacuum analyze platform.audit_entry, platform.audit_subject, platform.audit_block');
    log(`${count} 行已写好。`);
    return { rows: count, ...(await measure(owner.db)) };
  } finally {
    await owner.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const ENTRIES = `insert into platform.audit_entry (entry_id, at, account_no, account_name, request_id, action, title, purpose,
    outcome, kind, mac, list_hash)
  select gen_random_uuid(), timestamptz '2025-11-01' + n * make_interval(secs => $2::int * 86400.0 / $1::int), account,
    'account-' || account, 'r-' || n, '/api/allowances/people/:personNo', '人员', '办理业务', 'read', 'access', decode(md5(n::text), 'hex'),
    case when n % 10000 = 11 then 'list-' || n / 10000 % 24 end
  from generate_series(1, $1::int) n, lateral (select case when n % 500 = 0 then 7 else (n * 7919::bigint) % $3::int end as account) a`;
const SUBJECTS = `insert into platform.audit_subject (audit_no, person_no)
  select n, (n * 104729::bigint) % $2::int + 10 from generate_series(1, $1::int) n
  union select n, ${WATCHED} from generate_series(1, $1::int, 1000) n`;
const BLOCKS = `insert into platform.audit_block (block_no, first_position, audit_nos, leaves, root, first_at, last_at, sealed_at,
    previous, hash, mac)
  select b, (b - 1) * $2::int, array_agg(audit_no order by audit_no), decode(repeat('00', 32 * count(*)::int), 'hex'), '', min(at),
    max(at), max(at), '', '', ''
  from (select (audit_no - 1) / $2::int + 1 as b, audit_no, at from platform.audit_entry where audit_no <= $1::int) e group by b`;

async function measure(db: Database) {
  const whole = { from: '2025-11-01', to: '2026-10-27' };
  const page = { limit: 50, offset: 0 };
  return {
    // I-16, as the portal asks it: the first page of all who looked, himself and on lists, and how many.
    lookedAtMeMs: await twice(() => readEntriesAbout(db, { personNo: WATCHED, lists: LISTS, limit: 20, offset: 0 })),
    whoSawMs: await twice(() => seersOf(db, { ...whole, person: WATCHED, lists: [] })),
    whomSawYearMs: await twice(() => seenBy(db, { ...whole, account: BUSY }, page)),
    whomSawMonthMs: await twice(() => seenBy(db, { from: '2026-05-01', to: '2026-05-31', account: BUSY }, page)),
    latestPageMs: await twice(() => pageOfEntries(db, {}, page)),
    oldPageMs: await twice(() =>
      pageOfEntries(db, { to: '2025-12-01', outcome: 'read' }, { limit: 50, offset: 9_950 }),
    ),
  };
}

async function twice(act: () => Promise<unknown>): Promise<[first: number, again: number]> {
  const times: number[] = [];
  for (let n = 0; n < 2; n += 1) {
    const start = performance.now();
    await act();
    times.push(Math.round(performance.now() - start));
  }
  return [times[0] ?? 0, times[1] ?? 0];
}

if (import.meta.main) {
  const figures = await benchDrill(Number(process.argv[2] ?? DEFAULT_ROWS), (line) => console.error(line));
  console.log(JSON.stringify(figures, null, 2));
}
