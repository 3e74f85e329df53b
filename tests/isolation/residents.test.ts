import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { placesOf } from '#modules/identity/index.ts';
import { seedDivisions } from '#modules/places/division.store.ts';
import { placeNow } from '#modules/places/index.ts';
import { LARGEST_NO } from '#platform/contract/row-number.ts';
import { inScope, type Viewer } from '#platform/db/in-scope.ts';
import { numberPlaces } from '#server/number-places.ts';
import { INSTITUTIONS } from './institutions.ts';
import { OF_INSTITUTIONS } from './principals.ts';
import { housesToday, type Principal, refusalOf } from './reference.ts';
import { type Known, NOW, openStage, type Stage } from './stage.ts';

const [FIRST, SECOND] = INSTITUTIONS;
const PATHS = ['/api/people/residents/:personNo', '/api/allowances/residents/:personNo/month'];
const manager = ({ name, at }: (typeof INSTITUTIONS)[number]): Principal => ({
  ...{ role: 'institution-manager', kind: 'outside', at, institution: name, isOver: false },
});

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const asking = async (principal: Principal) => {
  const headers = { cookie: await stage.cookieOf(principal) };
  return (path: string, personNo: number) =>
    stage.app.inject({ url: path.replace(':personNo', String(personNo)), headers });
};
const numbersOf = (isShown: (person: Known) => boolean) => stage.people.filter(isShown).map(({ personNo }) => personNo);

describe('I-01 机构只看今天的住养老人，逐个看', () => {
  test('I-01 机构的每种人 × 每位老人：在住的负责人看得到，待确认、已离院、已撤回、别家的都看不到，和对照表没有一例不同', async () => {
    let opened = 0;
    for (const principal of OF_INSTITUTIONS) {
      const ask = await asking(principal);
      for (const person of stage.people)
        for (const path of PATHS) {
          const refused = refusalOf(principal, `GET ${path}`, {}) !== undefined;
          const expected = refused ? 403 : housesToday(principal, person) ? 200 : 404;
          const about = `${principal.role} ${principal.institution} ${JSON.stringify(person.stays)} ${path}`;
          expect((await ask(path, person.personNo)).statusCode, about).toBe(expected);
          if (expected === 200) opened += 1;
        }
    }
    expect(opened).toBe(2 * (3 + 4));
  }, 120_000);

  test('I-06 别家的、待确认的和没有这个人，回答一字不差', async () => {
    const ask = await asking(manager(FIRST));
    const [reported = 0] = numbersOf(({ stays = [] }) => stays.length === 1 && stays[0]?.state === 'reported');
    const [others = 0] = numbersOf((person) => housesToday(manager(SECOND), person));
    for (const path of PATHS) {
      const said = await Promise.all(
        [reported, others, LARGEST_NO].map(async (personNo) => {
          const answer = await ask(path, personNo);
          return [answer.statusCode, answer.json().code, answer.json().sentence];
        }),
      );
      const sentence = '没有这位老人，或他今天不住在本机构。请回到住养老人名单核对。';
      expect(said, path).toEqual(Array(3).fill([404, 'people.no-resident', sentence]));
    }
  });

  test('I-07 I-16 当月津贴：只有这个月、应领不应领和一句话，没有姓名号码；记在老人名下；离院后下一次就没有', async () => {
    const principal = manager(FIRST);
    const ask = await asking(principal);
    const [path = '', month = ''] = PATHS;
    const person = stage.people.find((one) => housesToday(principal, one));
    const { personNo = 0, idNumber = '', stays: [{ stayNo = 0 } = {}] = [] } = person ?? {};
    const answer = await ask(month, personNo);
    const sentence = expect.stringMatching(/^2023年8月应领高龄津贴\d+(\.\d\d)?元/);
    expect(answer.json()).toEqual({ thisMonth: '2023-08', isDue: true, sentence });
    expect(answer.body).not.toMatch(new RegExp(`${idNumber}|合成`));
    const { rows } = await stage.database.ownerPool.query(
      `select person_no, purpose from platform.audit_entry join platform.audit_subject using (audit_no)
       where action = $1 and outcome = 'read' order by audit_no desc limit 1`,
      [month],
    );
    expect(rows).toEqual([{ person_no: personNo, purpose: '养老机构查看、办理住养老人的事' }]);

    const headers = { cookie: await stage.cookieOf(principal) };
    const payload = { stayNo, toDay: '2023-08-20' };
    const ended = await stage.app.inject({ method: 'POST', url: '/api/people/residents/end', headers, payload });
    expect(ended.statusCode).toBe(200);
    expect([(await ask(month, personNo)).statusCode, (await ask(path, personNo)).statusCode]).toEqual([404, 404]);
    const back = 'update people.stay set to_day = null, ended_at = null, ended_by = null where stay_no = $1';
    await stage.database.ownerPool.query(back, [stayNo]);
    expect((await ask(month, personNo)).statusCode).toBe(200);
  });
});

describe('I-03 数据库对机构的角色', () => {
  test('I-03 凡有人员序号的表：机构的角色只读得到今天的住养老人和自己登记的入住，别的表一行也没有', async () => {
    const { db, ownerPool } = stage.database;
    const { rows: tables } = await ownerPool.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_attribute a
       join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
       where a.attname = 'person_no' and c.relkind in ('r', 'p') and not c.relispartition and n.nspname <> 'pg_temp' order by 1`,
    );
    expect(tables.length).toBeGreaterThan(10);
    for (const institution of INSTITUTIONS) {
      const of = "select organisation_no from identity.organisation where name = $1 and kind = 'institution'";
      const [{ organisation_no: organisationNo } = {}] = (await ownerPool.query(of, [institution.name])).rows;
      const viewer: Viewer = { audience: 'outside', scope: { type: 'organisation', organisationNo } };
      const seen = await Promise.all(
        tables.map(async ({ name }) => {
          const read = inScope(
            db,
            viewer,
            placesOf,
            async (transaction) =>
              (await sql<{ no: number }>`select person_no as no from ${sql.raw(name)}`.execute(transaction)).rows,
          );
          const rows = await read.catch((error: Error) => {
            expect(error.message, name).toMatch(/permission denied/);
            return [];
          });
          return [name, [...new Set(rows.map(({ no }) => no))].sort((a, b) => a - b)] as const;
        }),
      );
      const houses = numbersOf((person) => housesToday(manager(institution), person));
      const reported = numbersOf(({ stays = [] }) => stays.some((stay) => stay.institution === institution.name));
      expect(seen.filter(([, numbers]) => numbers.length > 0)).toEqual([
        ['people.person', houses],
        ['people.stay', reported],
      ]);
    }
  });

  test('I-03 机构的角色自己确认不了，也不能替别家登记', async () => {
    const { db, ownerPool } = stage.database;
    const { rows } = await ownerPool.query(
      "select organisation_no as no, name from identity.organisation where kind = 'institution' and name = any ($1)",
      [[FIRST.name, SECOND.name]],
    );
    const numberOf = (name: string): number => rows.find((row) => row.name === name)?.no;
    const viewer: Viewer = {
      audience: 'outside',
      scope: { type: 'organisation', organisationNo: numberOf(FIRST.name) },
    };
    const run = (text: string) => inScope(db, viewer, placesOf, (transaction) => sql.raw(text).execute(transaction));
    await expect(run('update people.stay set confirmed_at = now(), confirmed_by_account = 1')).rejects.toThrow(
      'permission denied',
    );
    const insert = (of: number, more = 'null') =>
      run(`insert into people.stay (organisation_no, institution_name, institution_place, reported_name, id_blind, sealed,
        from_day, source, recorded_at, recorded_by, confirmed_at, confirmed_by_account, person_no)
        values (${of}, '某院', 1, '合成甲', '\\x00', '\\x00', '2023-08-01', '合同', now(), 1, ${more},
        ${more === 'null' ? 'null, null' : `1, ${stage.people[7]?.personNo}`})`);
    await expect(insert(numberOf(SECOND.name))).rejects.toMatchObject({ code: 'out-of-scope' });
    await expect(insert(numberOf(FIRST.name), 'now()')).rejects.toMatchObject({ code: 'out-of-scope' });
  });

  test('区划的序号重编，机构所在地也跟着', async () => {
    const { db, ownerPool } = stage.database;
    const renumber = () => numberPlaces({ db, now: () => NOW }, seedDivisions);
    expect(await renumber()).toEqual([]);
    const [now, then] = [placeNow(FIRST.at), 2_000_000_000];
    await ownerPool.query('update places.division set place_now = $1 where code = $2', [then, FIRST.at]);
    await ownerPool.query('update people.stay set institution_place = $1 where institution_place = $2', [then, now]);
    expect(await renumber()).toEqual([{ from: then, to: now }]);
    const { rows } = await ownerPool.query('select distinct institution_place as place from people.stay order by 1');
    expect(rows.map(({ place }) => place)).toEqual([now, placeNow(SECOND.at)].sort((a, b) => a - b));
  });
});
