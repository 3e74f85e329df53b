import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import type pg from 'pg';
import { placesOf } from '#modules/identity/index.ts';
import { type PersonWish, selectFound } from '#modules/people/person.list.ts';
import { allDivisions } from '#modules/places/index.ts';
import { type Connection, connect } from '#platform/db/connect.ts';
import { narrowTo, startInScope } from '#platform/db/in-scope.ts';
import { migrate, readMigrations } from '#platform/db/migrate.ts';
import type { DB } from '#platform/db/schema.generated.ts';
import { startEmbedded } from '#platform/embedded/embedded.ts';
import { durableSettings } from '#platform/embedded/settings.ts';
import { MIGRATIONS_DIR } from '#server/config.ts';
import { MODULE_ORDER } from '#server/module-order.ts';
import { percentile } from './measure.ts';

export const DEFAULT_PERSONS = 2_000_000;
const TIMES = 400;
const PAGE = 51;
const COUNTY = '331083';
const CITY = '331000';
const HOME = 33;

/** Invented persons spread over the province's villages, every fifth living in another one. Only for a database of its own. */
export async function fillWithPersons(owner: pg.Pool, persons: number): Promise<void> {
  const villages = allDivisions().filter(({ level, code }) => level === 5 && code.startsWith(String(HOME)));
  await owner.query(
    `insert into people.person (name, sex, born, document_kind, account_check_fails, sealed, id_blind, recorded_at, hukou_place, residence_place)
     select substr('王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗', (1 + (n * 7919) % 20)::int, 1) || substr('桂秀玉兰英华明国建文', (1 + (n * 104729) % 10)::int, 1)
         || substr('芳珍梅荣福生根法水林', (1 + (n * 1299709) % 10)::int, 1),
       (1 + n % 2)::smallint, date '1930-01-01' + (n % 12000)::int, 'id-card', false, '', sha256(n::text::bytea), now(),
       places[(1 + (n * 15485863) % cardinality(places))::int], case when n % 5 = 0 then places[(1 + (n * 32452843) % cardinality(places))::int] else 0 end
     from generate_series(1, $1::bigint) n, (select $2::int[] as places) p`,
    [persons, villages.map(({ placeLo }) => placeLo)],
  );
  await owner.query('vacuum analyze people.person');
}

type Case = {
  wish: PersonWish /** Whose eyes. */;
  of: string /** As the use case asks: without a filter where the policy is it. */;
  under: 'own' | 'narrowed' | 'filtered';
};

/** What is asked for, and by whom. */
export async function casesOf(owner: pg.Pool): Promise<Record<string, Case>> {
  const county = placesOf(COUNTY);
  if (!county) throw new Error('no county');
  const { rows } = await owner.query<{ id_blind: Buffer; place: number }>(
    'select id_blind, hukou_place as place from people.person where hukou_place between $1 and $2 order by person_no limit 1',
    [county.placeLo, county.placeHi],
  );
  const [one] = rows;
  if (!one) throw new Error('nobody lives in the county');
  const village = { placeLo: one.place, placeHi: one.place };
  return {
    'list of a village': { wish: { within: village }, of: COUNTY, under: 'filtered' },
    'list of the own county': { wish: { within: county }, of: COUNTY, under: 'own' },
    'list of a county, by the city': { wish: { within: county }, of: CITY, under: 'narrowed' },
    'look-up by ID number': { wish: { idBlind: one.id_blind }, of: COUNTY, under: 'own' },
    'prefix of a name in the own county': { wish: { name: '王桂', within: county }, of: COUNTY, under: 'own' },
    'prefix of a name in a county, by the city': {
      wish: { name: '王桂', within: county },
      of: CITY,
      under: 'narrowed',
    },
    'prefix of a name in a village': { wish: { name: '王', within: village }, of: COUNTY, under: 'filtered' },
  };
}

/** The query as its use case asks it under the policies. */
export async function askUnder(db: Kysely<DB>, { wish: { within, ...wish }, under }: Case) {
  if (under === 'narrowed' && within) await narrowTo(db, within);
  return selectFound(db, under === 'filtered' ? { ...wish, within } : wish, PAGE, 0);
}

/** 量隔离: each query as an official of a county under the policies and as a job under none, in turns; medians in milliseconds. */
export async function benchIsolation(log: (line: string) => void, persons = DEFAULT_PERSONS) {
  const folder = mkdtempSync(join(tmpdir(), 'kangyang-bench-'));
  const passwordFile = join(folder, 'secrets', 'postgresql-password');
  const server = await startEmbedded({ folder, passwordFile, settings: durableSettings(), log });
  const owner = connect({ config: server.config, max: 1, queryTimeoutMs: 0 });
  const app = connect({ config: server.config, role: 'kangyang_app', max: 2 });
  const bulk = connect({ config: server.config, role: 'kangyang_bulk', max: 2 });
  try {
    await migrate(owner.pool, await readMigrations(MIGRATIONS_DIR, MODULE_ORDER));
    log(`正在装入 ${persons} 人……`);
    await fillWithPersons(owner.pool, persons);
    return await measure(owner, app, bulk);
  } finally {
    for (const { close } of [app, bulk, owner]) await close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(owner: Connection, app: Connection, bulk: Connection) {
  const figures: Record<string, { withMs: number; withoutMs: number; ratio: number; rows: number }> = {};
  const job = await bulk.db.startTransaction().execute();
  for (const [name, one] of Object.entries(await casesOf(owner.pool))) {
    const viewer = { audience: 'official', scope: { type: 'division', code: one.of } } as const;
    const official = await startInScope(app.db, viewer, placesOf);
    const [under, free]: [number[], number[]] = [[], []];
    let rows = 0;
    for (let time = 0; time < TIMES; time += 1) {
      rows = await timed(() => askUnder(official, one), under);
      const same = await timed(() => selectFound(job, one.wish, PAGE, 0), free);
      if (same !== rows) throw new Error(`${name}: other rows under the policies`);
    }
    await official.rollback().execute();
    const ratio = Math.round((medianOf(under) / medianOf(free)) * 100) / 100;
    figures[name] = { withMs: percentile(under, 0.5), withoutMs: percentile(free, 0.5), ratio, rows };
  }
  await job.rollback().execute();
  return figures;
}

async function timed(ask: () => Promise<unknown[]>, into: number[]): Promise<number> {
  const start = performance.now();
  const { length } = await ask();
  into.push(performance.now() - start);
  return length;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

if (import.meta.main) {
  const figures = await benchIsolation(console.error, Number(process.argv[2] ?? DEFAULT_PERSONS));
  console.log(JSON.stringify(figures, null, 2));
}
