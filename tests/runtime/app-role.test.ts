import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { OWNER_ROLE } from '#platform/embedded/cluster.ts';
import { readConfig } from '#server/config.ts';
import { openDataFolder } from '#server/data-folder.ts';
import { type Engine, openEngine } from '#server/engine.ts';
import { aDataFolder } from './kangyang.ts';

const LOGIN = 'kangyang_login';
const APP_ROLE = 'kangyang_app';

/** What would make the session the owner again if the owner had signed in and only taken the application's role. */
const GIVE_UP_ROLE = [
  "select set_config('role', 'none', false)",
  'reset role',
  'reset all',
  'discard all',
  'set session authorization default',
];

const CHANGES_AUDIT = [
  'delete from platform.audit_entry',
  "update platform.audit_entry set account_name = '别人'",
  'truncate platform.audit_entry',
];

const BECOME_OWNER = [
  `set role ${OWNER_ROLE}`,
  `select set_config('role', '${OWNER_ROLE}', false)`,
  `set session authorization ${OWNER_ROLE}`,
  `grant ${OWNER_ROLE} to ${LOGIN}`,
  `alter role ${LOGIN} superuser`,
  `alter role ${LOGIN} bypassrls`,
  `alter role ${OWNER_ROLE} password 'known'`,
];

async function anEmbeddedEngine(): Promise<Engine> {
  const folder = openDataFolder(aDataFolder());
  const engine = await openEngine(readConfig(folder.path, {}), folder, () => undefined);
  onTestFinished(engine.close);
  return engine;
}

test('C-07 I-03 内置数据库：应用自己登录，成不了属主，动不了审计', async () => {
  const { deps } = await anEmbeddedEngine();
  await deps.pool.query(
    `insert into platform.audit_entry (entry_id, at, account_name, request_id, action, title, outcome, kind, mac)
     values (gen_random_uuid(), now(), '测试', 'test', 'test', '测试', 'done', 'access', '')`,
  );
  const client = await deps.pool.connect();
  onTestFinished(() => client.release(true));
  for (const statement of GIVE_UP_ROLE) {
    await client.query(statement);
    const { rows } = await client.query('select session_user, current_user');
    expect(rows[0].session_user).toBe(LOGIN);
    expect([APP_ROLE, LOGIN]).toContain(rows[0].current_user);
    for (const change of CHANGES_AUDIT) await expect(client.query(change)).rejects.toThrow('permission denied');
  }
  for (const statement of BECOME_OWNER) await expect(client.query(statement)).rejects.toThrow('permission denied');
  const { rows } = await deps.ownerPool.query('select account_name from platform.audit_entry');
  expect(rows).toEqual([{ account_name: '测试' }]);
});

test('C-07 应用的密码打不开属主的登录', async () => {
  const { deps } = await anEmbeddedEngine();
  const { host, port, database, password } = deps.pool.options;
  expect(password).toBeTypeOf('string');
  const client = new pg.Client({ host, port, database, password, user: OWNER_ROLE });
  await expect(client.connect()).rejects.toThrow('password authentication failed');
});
