import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { aFact, aPerson, openStage as openAllowances } from '#modules/allowances/allowances.testing.ts';
import { type RunDeps, registerAllowanceRoutes } from '#modules/allowances/index.ts';
import { registerAuditSearch } from '#modules/audit/index.ts';
import { citizens, covers, firstStart, placesOf, registerIdentityRoutes, whoIs } from '#modules/identity/index.ts';
import { NOBODYS_HASH } from '#modules/identity/password.ts';
import { registerPeopleRoutes } from '#modules/people/index.ts';
import { childrenOf } from '#modules/places/index.ts';
import { openLaw, registerPolicyRoutes } from '#modules/policy/index.ts';
import { registerClassificationRoutes } from '#platform/classification/routes.ts';
import { createApp } from '#platform/http/app.ts';
import type { Edge } from '#platform/http/serve.ts';
import { registerKeyRoutes } from '#platform/keys/routes.ts';
import { breakGlassDeps } from '#server/break-glass.ts';
import { listsOf } from '#server/lists-of.ts';
import { type CitizenWish, openCitizens } from './citizen.ts';
import { openInstitutions, type Stay } from './institutions.ts';
import type { Principal } from './reference.ts';

const PROVINCE = '330000';
export const NOW = new Date('2023-08-25T01:00:00Z');
/** Lists of this month stand; in the other one the mover was still at his old place. */
export const MONTH = '2023-08';
const EARLIER = '2023-05';

const village = (county: string, town: number, nth: number) =>
  childrenOf(childrenOf(county)[town]?.code ?? '')[nth]?.code ?? '';
const YUHUAN_ONE = village('331083', 0, 0);
const WENLING = village('331081', 0, 0);
/** Where people live: two villages of a town, another town of the county, another county of the city, another city. */
export const VILLAGES = [
  YUHUAN_ONE,
  village('331083', 0, 1),
  village('331083', 3, 0),
  WENLING,
  village('330106', 0, 0),
];
const EACH = 3;
const MOVED_ON = '2023-06-10';

/** A person, where he is registered today, where he lives if he lives away, the villages on whose lists he ever stood, and his stays. */
export type Known = {
  personNo: number;
  idNumber: string;
  village: string;
  residence?: string;
  listedAt: string[];
  stays?: readonly Stay[];
};
export type Stage = Awaited<ReturnType<typeof openStage>>;

/** All modules' routes on one database with people, lists and the whole province's organisations. */
export async function openStage(changed: (edge: Edge) => Edge = (edge) => edge) {
  const [allowances, portalSignIn] = await Promise.all([openAllowances(), openCitizens()]);
  const { database, load, run } = allowances;
  const { db } = database;
  await db.transaction().execute((transaction) => firstStart.seedOrganisations(transaction, PROVINCE));
  const people = await loadPeople(load);
  await openInstitutions(database, people);
  await run(EARLIER);
  await run(MONTH);
  const law = openLaw(join(import.meta.dirname, '..', '..', 'rulebook'));
  const log: string[] = [];
  const app = await createApp({ log: (line) => log.push(JSON.stringify(line)), requestsPerMinute: 1_000_000 });
  const now = () => NOW;
  const edge = changed({ db, now, whoIs: (request) => whoIs(request, db, NOW), covers, placesOf });
  const deps: RunDeps = {
    ...{ pool: database.bulkPool, now, province: PROVINCE.slice(0, 2), frozenFolder: allowances.frozenFolder },
    book: () => law.book,
  };
  registerIdentityRoutes(app, edge, PROVINCE, {
    ...{ keys: database.keys, breakGlass: breakGlassDeps(database.keys) },
  });
  const { keys } = database;
  const portal = registerPeopleRoutes(app, edge, { files: { folder: allowances.frozenFolder, keys }, listsOf });
  citizens.register(app, portal.edge, keys, portalSignIn.service);
  registerPolicyRoutes(app, edge, { book: () => law.book, documents: () => law.documents, province: PROVINCE });
  const proof = { key: database.keys.audit, publicKey: undefined };
  registerAuditSearch(app, edge, {
    keys: database.keys,
    proof,
    listsOf: async (ctx, no) => (await listsOf(ctx, no)).map(({ hash }) => hash),
  });
  registerAllowanceRoutes(app, edge, deps, (line) => log.push(line), portal);
  const { ownerPool: pool } = database;
  const say = (line: string) => log.push(line);
  registerClassificationRoutes(app, edge);
  registerKeyRoutes(app, edge, { pool, db, keys, now, log: (line) => /中断/.test(line) && say(line) });
  return {
    ...{ app, log, people, database },
    cookieOf: (principal: Principal) => signedIn(database.ownerPool, principal),
    /** Of a citizen signed in to the portal; with the ID number of one of `people` he is that person. */
    citizenCookie: (wish: CitizenWish) => portalSignIn.signIn(app, wish),
    close: async () => {
      await app.close();
      await Promise.all([allowances.close(), portalSignIn.close()]);
    },
  };
}

async function loadPeople(load: Awaited<ReturnType<typeof openAllowances>>['load']): Promise<Known[]> {
  const settled = VILLAGES.flatMap((village) => Array<string>(EACH).fill(village));
  const mover = {
    ...aPerson('1938-04-11', YUHUAN_ONE),
    facts: [
      aFact({ kind: 'hukou', value: 'rural', division: YUHUAN_ONE, fromDay: '1938-04-11', toDay: MOVED_ON }),
      aFact({ kind: 'hukou', value: 'rural', division: WENLING, fromDay: MOVED_ON }),
    ],
  };
  const persons = [
    ...settled.map((home) => aPerson('1938-04-11', home)),
    mover,
    ...AWAY.map(({ home, livesAt, until }) => livingAway(home, livesAt, until)),
  ];
  const first = await load(persons);
  const places = [
    ...settled.map((home) => ({ village: home, listedAt: [home] })),
    { village: WENLING, listedAt: [YUHUAN_ONE, WENLING] },
    ...AWAY.map(({ home, livesAt, until }) => ({
      ...{ village: home, listedAt: [home] },
      ...(until === null ? { residence: livesAt } : {}),
    })),
  ];
  return places.map((place, at) => ({ ...place, personNo: first + at, idNumber: persons[at]?.idNumber ?? '' }));
}

/** Who live away from their hukou, and one who has come back. */
const AWAY = [
  { home: YUHUAN_ONE, livesAt: VILLAGES[4] ?? '', until: null },
  { home: VILLAGES[4] ?? '', livesAt: WENLING, until: null },
  { home: VILLAGES[2] ?? '', livesAt: WENLING, until: '2023-02-01' },
];

function livingAway(home: string, livesAt: string, until: string | null) {
  const fact = { kind: 'residence', division: livesAt, fromDay: '2015-03-01', toDay: until, source: '村社区' } as const;
  return { ...aPerson('1938-04-11', home, { facts: [aFact(fact)] }) };
}

type OwnerPool = Awaited<ReturnType<typeof openAllowances>>['database']['ownerPool'];

/** An account with the one post and a session under it, as signing in would leave them. */
async function signedIn(owner: OwnerPool, { role, kind, at, institution, isOver }: Principal): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const tokenHash = createHash('sha256').update(token).digest();
  const outsideKind = role === 'bank' || role === 'treasury' || role === 'merchant' ? role : 'institution';
  const name = `somebody-${tokenHash.toString('hex').slice(0, 12)}`;
  if (kind === 'outside' && institution === undefined) {
    await owner.query('insert into identity.organisation (kind, name, division) values ($1, $2, $3)', [
      outsideKind,
      name,
      at,
    ]);
  }
  await owner.query(
    `with account as (
       insert into identity.account (name, display_name, password_hash, created_at) values ($1, '某人', '${NOBODYS_HASH}', $2) returning account_no),
     post as (
       insert into identity.post (account_no, organisation_no, role, from_day, until_day)
       select account_no, organisation_no, $3, '2023-01-01', $4 from account, identity.organisation
       where case when $5 = 'outside' then identity.organisation.name = coalesce($8, $1) else kind = 'government' and division = $6 end
       returning post_no, account_no)
     insert into identity.session (token_hash, account_no, post_no, source, created_at, last_seen_at, proved_at, last_proof_at)
     select $7, account_no, post_no, '10.0.0.1', $2, $2, $2, $2 from post`,
    [name, NOW, role, isOver ? '2023-08-25' : null, kind, at, tokenHash, institution],
  );
  return `kangyang-session=${token}`;
}
