import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ClonedDatabase, cloneDatabase } from '#platform/testing/database.ts';
import { refuseAccountWithoutRoles, refuseOwnerWithoutBypass } from './database-roles.ts';

const suffix = randomBytes(4).toString('hex');
const [WEAK, LOGIN] = [`weak_owner_${suffix}`, `app_login_${suffix}`];
let database: ClonedDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  for (const name of [WEAK, LOGIN])
    await database.ownerPool.query(`create role ${name} login noinherit password 'of-a-test-only'`);
});
afterAll(async () => {
  for (const name of [WEAK, LOGIN]) await database.ownerPool.query(`drop role ${name}`);
  await database.close();
});

const sentence = (act: Promise<void>) =>
  act.then(
    () => 'starts',
    (error: Error) => error.message,
  );

async function asOwner(account: string): Promise<string> {
  const pool = new pg.Pool({ ...database.config, user: account, password: 'of-a-test-only', max: 1 });
  try {
    return await sentence(refuseOwnerWithoutBypass(pool));
  } finally {
    await pool.end();
  }
}

test('F27 属主不能绕过行级策略：不启动，说出要执行的那一行；照着执行以后就能启动', async () => {
  const said = await asOwner(WEAK);
  expect(said).toContain('备份会缺行');
  expect(said).toContain(`alter role ${WEAK} bypassrls createrole;`);
  await database.ownerPool.query(`alter role ${WEAK} bypassrls createrole`);
  expect(await asOwner(WEAK)).toBe('starts');
});

test.each(['bypassrls', 'superuser'])('I-03 F27 应用账号自己是 %s：不启动，照着说的改了就能启动', async (attribute) => {
  const start = () => sentence(refuseAccountWithoutRoles(database.ownerPool, LOGIN));
  await database.ownerPool.query(`alter role ${LOGIN} ${attribute}`);
  const said = await start();
  expect(said).toContain('能绕过行级策略');
  const [, change = ''] = /先执行：(.*?;)/.exec(said) ?? [];
  await database.ownerPool.query(change);
  expect(await start()).not.toContain('能绕过行级策略');
});

test('F27 应用账号没有各类对象的角色：不启动，说出缺哪些、怎样给；给了以后就能启动', async () => {
  const start = () => sentence(refuseAccountWithoutRoles(database.ownerPool, LOGIN));
  const said = await start();
  expect(said).toContain('kangyang_app、kangyang_official、kangyang_outside、kangyang_family、kangyang_bulk');
  const [, grant = ''] = /请以属主执行：(.*?;)/.exec(said) ?? [];
  await database.ownerPool.query('grant kangyang_app, kangyang_official to '.concat(LOGIN));
  expect(await start()).toContain('还不能使用 kangyang_outside、kangyang_family、kangyang_bulk');
  await database.ownerPool.query(grant);
  expect(await start()).toBe('starts');
});
