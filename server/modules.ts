import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import { continueWork, type RunDeps, registerAllowanceRoutes } from '#modules/allowances/index.ts';
import { registerAuditSearch } from '#modules/audit/index.ts';
import {
  citizens,
  covers,
  firstStart,
  nameOf,
  placesOf,
  registerIdentityRoutes,
  whoIs,
} from '#modules/identity/index.ts';
import { registerPeopleRoutes } from '#modules/people/index.ts';
import { divisionsHash, seedDivisions } from '#modules/places/division.store.ts';
import { type Law, openLaw, registerPolicyRoutes } from '#modules/policy/index.ts';
import type { HeadsPlace } from '#platform/audit/sign-head.ts';
import { registerClassificationRoutes } from '#platform/classification/routes.ts';
import type { Algorithm } from '#platform/crypto/cipher.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import type { Database } from '#platform/db/connect.ts';
import { createLimit } from '#platform/http/limits.ts';
import type { Edge } from '#platform/http/serve.ts';
import { PLAIN_SITE, type Site } from '#platform/http/site.ts';
import type { RotationDeps } from '#platform/keys/rotate-keys.ts';
import { registerKeyRoutes } from '#platform/keys/routes.ts';
import { SYSTEM_USER } from '#platform/session/ctx.ts';
import { breakGlassDeps } from './break-glass.ts';
import { citizenSignIn } from './citizen-sign-in.ts';
import type { Demonstration, Outside } from './config.ts';
import { DEFAULT_PROVINCE_SIZE, provinceSteps, type Step, yuhuanSteps } from './demonstration.ts';
import { registerDirectorySync } from './directory-routes.ts';
import { listsOf } from './lists-of.ts';
import { numberPlaces, placeRows } from './number-places.ts';
import { registerOwnerRoutes } from './owner-routes.ts';
import { registerScreens } from './screens.ts';
import { signInOf, startOfficeClocks } from './sign-in.ts';
import { monthSummary } from './start-result.ts';

export { MODULE_ORDER } from './module-order.ts';

export type Deps = {
  db: Database;
  /** The application's role: sees no person. */
  pool: pg.Pool;
  /** The role of jobs, which no row-level policy binds. */
  bulkPool: pg.Pool;
  /** The migrations' owner: partitions, loads, backup. */
  ownerPool: pg.Pool;
  keys: Keys;
  /** By which new data keys seal; left out: as the active one does. */
  sealing?: Algorithm | undefined;
  /** Who signs the audit, and where signed heads go; left out where no engine runs. */
  audit?: HeadsPlace;
  /** How people reach us; left out: by plain http. */
  site?: Site;
  /** Whom the configuration lets us call; see `openOutside`. Left out: nobody. */
  outside?: Outside;
  now: () => Date;
  dataDir: string;
  rulebookDir: string;
  log: (line: string) => void;
};

/** One database is one province. */
const PROVINCE = '330000';
const DEFAULT_SEED = 1;

const lawOf = new WeakMap<Deps, Law>();

/** The rulebook is read once; a server is restarted to take up changed files. */
function law(deps: Deps): Law {
  const known = lawOf.get(deps) ?? openLaw(deps.rulebookDir);
  lawOf.set(deps, known);
  return known;
}

function runDeps(deps: Deps): RunDeps {
  return {
    pool: deps.bulkPool,
    book: () => law(deps).book,
    now: deps.now,
    frozenFolder: join(deps.dataDir, 'frozen'),
    province: PROVINCE.slice(0, 2),
  };
}

/** What a rotation of the data keys needs. */
export function rotationDeps({ ownerPool, db, keys, sealing, now, log }: Deps): RotationDeps {
  return { pool: ownerPool, db, keys, algorithm: sealing, now, log };
}

/** Public, staff and portal routes and the screens' files. */
export async function registerRoutes(app: FastifyInstance, deps: Deps): Promise<void> {
  const site = deps.site ?? PLAIN_SITE;
  const { https } = site;
  const edge: Edge = {
    ...{ db: deps.db, now: deps.now, covers, nameOf, placesOf, https, limit: createLimit(deps.now) },
    declared: [],
    whoIs: (request) => whoIs(request, deps.db, deps.now(), https),
  };
  const signIn = await signInOf(deps);
  registerIdentityRoutes(app, edge, PROVINCE, {
    ...{ keys: deps.keys, ways: signIn?.ways, directory: signIn?.directory },
    breakGlass: breakGlassDeps(deps.keys),
  });
  if (signIn) app.addHook('onClose', startOfficeClocks(deps, signIn));
  const { keys } = deps;
  const files = { folder: join(deps.dataDir, 'files'), keys };
  const portal = registerPeopleRoutes(app, edge, { files, listsOf });
  citizens.register(app, portal.edge, keys, citizenSignIn(signIn?.ways));
  registerPolicyRoutes(app, edge, {
    book: () => law(deps).book,
    documents: () => law(deps).documents,
    province: PROVINCE,
  });
  registerAllowanceRoutes(app, edge, runDeps(deps), deps.log, portal);
  registerKeyRoutes(app, edge, rotationDeps(deps));
  registerAuditSearch(app, edge, {
    keys: deps.keys,
    proof: { key: deps.keys.audit, publicKey: deps.audit?.signing.publicKey },
    listsOf: async (ctx, personNo) => (await listsOf(ctx, personNo)).map(({ hash }) => hash),
  });
  registerClassificationRoutes(app, edge);
  await registerScreens(app, site);
}

/** Routes of the data folder's owner, served on its socket only. */
export async function registerControlRoutes(app: FastifyInstance, deps: Deps): Promise<void> {
  const { db, ownerPool, keys, log } = deps;
  registerOwnerRoutes(app, { db, ownerPool, keys, run: runDeps(deps), log });
  registerDirectorySync(app, deps);
}

/** Fills a new database; goes on where a killed load or run stopped; does nothing when all is there. */
export async function prepareDatabase(
  deps: Deps,
  demo: Demonstration,
  size: number | undefined,
  seed: number | undefined,
  _report: (text: string) => void,
): Promise<void> {
  const kind = demo === 'none' ? 'real' : 'demonstration';
  await deps.ownerPool.query(
    'insert into platform.birth (kind, demonstration, born_at) values ($1, $2, now()) on conflict do nothing',
    [kind, demo === 'none' ? null : demo],
  );
  const { db, now } = deps;
  const bulk = { pool: deps.bulkPool, db, now };
  // Again whenever the data files have changed.
  const seedPlaces = {
    name: `divisions-${divisionsHash()}`,
    act: async () => void (await numberPlaces({ db, now }, seedDivisions)),
  };
  const place = { name: 'places-of-rows-1', act: () => placeRows(bulk) };
  const seedGovernment = {
    name: 'organisations',
    act: () => deps.db.transaction().execute(async (db) => void (await firstStart.seedOrganisations(db, PROVINCE))),
  };
  const run = runDeps(deps);
  const wish = { run, keys: deps.keys, log: deps.log };
  const steps: Record<Demonstration, () => Step[]> = {
    yuhuan: () => yuhuanSteps(wish, seed ?? DEFAULT_SEED),
    province: () => provinceSteps(wish, seed ?? DEFAULT_SEED, size ?? DEFAULT_PROVINCE_SIZE),
    none: () => [],
  };
  await doSteps(deps, [seedPlaces, seedGovernment, place, ...steps[demo]()]);
  await continueWork(run, ({ done, total }) => deps.log(`继续上次没有做完的计算：${done}/${total}。`));
}

async function doSteps({ pool, now }: Deps, steps: readonly Step[]): Promise<void> {
  const { rows } = await pool.query<{ step: string }>('select step from platform.loaded_step');
  const done = new Set(rows.map((row) => row.step));
  for (const { name, act } of steps) {
    if (done.has(name)) continue;
    await act();
    await pool.query('insert into platform.loaded_step (step, done_at) values ($1, $2)', [name, now()]);
  }
}

/** What the start command shows when all is ready: the main job's result, and how to sign in the first time. */
export async function startResult(deps: Deps): Promise<string[]> {
  const code = await deps.db
    .transaction()
    .execute((db) => firstStart.ensureSetupCode({ db, now: deps.now(), user: SYSTEM_USER, request: { id: 'start' } }));
  const lines = await monthSummary(deps.pool);
  return code === null
    ? lines
    : [...lines, '', `首位管理员的一次性启动码：${code}（在 /staff/ 里使用；重新启动会换新码）`];
}
