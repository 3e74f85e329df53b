import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { frozenPath } from '#platform/backup/frozen-files.ts';
import { anExternalDatabase, anExternalDatabaseOfItsOwner, asAccount, asAdmin, makeRoles } from './external.ts';
import { aDataFolder, aFrozenFile, kangyang, startServer } from './kangyang.ts';

// Each test starts real processes several times.
vi.setConfig({ testTimeout: 90_000 });

async function rowsOf<Row extends pg.QueryResultRow>(url: URL, query: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  const { rows } = await client.query<Row>(query);
  await client.end();
  return rows;
}

describe('使用已有的 PostgreSQL（DATABASE_URL）', () => {
  test('启动、再启动，数据文件夹里不建数据库', async () => {
    const data = aDataFolder();
    const env = { DATABASE_URL: (await anExternalDatabase()).href };
    const server = await startServer(['--demo', 'none', '--data', data], { env });
    expect((await fetch(server.url)).status).toBeLessThan(500);
    server.process.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);
    expect(existsSync(join(data, 'postgresql'))).toBe(false);
    const again = await startServer(['--data', data], { env });
    expect((await fetch(again.url)).status).toBeLessThan(500);
    expect((await kangyang(['reset', '--yes', '--data', data], { env })).stderr).toContain('DATABASE_URL');
  });

  test('I-03 DATABASE_APP_URL：应用自己登录，不用属主的登录', async () => {
    const url = await anExternalDatabase();
    await makeRoles();
    await asAdmin("alter role kangyang_login login password 'of-the-application'");
    onTestFinished(() => asAdmin('alter role kangyang_login nologin password null'));
    const appUrl = asAccount(url, 'kangyang_login', 'of-the-application');
    const env = { DATABASE_URL: url.href, DATABASE_APP_URL: appUrl.href };
    const server = await startServer(['--demo', 'none', '--data', aDataFolder()], { env });
    expect((await fetch(server.url)).status).toBeLessThan(500);
    const users = 'select distinct usename from pg_stat_activity where datname = current_database()';
    expect(await rowsOf(url, users)).toContainEqual({ usename: 'kangyang_login' });
  });

  test('C-13 备份、恢复到另一个空库：账号没有暂停外键检查的权限时什么都不动，授权后恢复成功', async () => {
    const folder = dirname(aDataFolder());
    const [data, other, backup] = [join(folder, 'data'), join(folder, 'other'), join(folder, 'backup')];
    const [from, to] = [await anExternalDatabaseOfItsOwner(), await anExternalDatabaseOfItsOwner()];
    const server = await startServer(['--demo', 'none', '--data', data], { env: { DATABASE_URL: from.href } });
    const frozen = frozenPath(aFrozenFile(join(data, 'frozen'), '甲县'));
    const saved = await kangyang(['backup', backup, '--with-keys', '--data', data], {
      env: { DATABASE_URL: from.href },
    });
    expect(saved).toMatchObject({ code: 0 });
    server.process.kill('SIGTERM');
    await server.ended;

    const env = { DATABASE_URL: to.href };
    const refused = await kangyang(['restore', backup, '--data', other], { env });
    expect(refused.code).toBe(1);
    const grant = `grant set on parameter session_replication_role to ${to.username}`;
    expect(refused.stderr).toContain(grant);
    expect(await rowsOf(to, "select from pg_namespace where nspname = 'platform'")).toHaveLength(0);
    await asAdmin(grant);
    expect(await kangyang(['restore', backup, '--data', other], { env })).toMatchObject({ code: 0 });
    expect(readFileSync(join(other, 'frozen', frozen), 'utf8')).toBe('甲县');
    expect(await rowsOf(to, 'select kind from platform.birth')).toEqual([{ kind: 'real' }]);
    await startServer(['--data', other], { env });
  });

  test('恢复到已有数据的库被拒绝之后，原来的数据文件夹照常启动', async () => {
    const folder = dirname(aDataFolder());
    const [data, backup] = [join(folder, 'data'), join(folder, 'backup')];
    const env = { DATABASE_URL: (await anExternalDatabase()).href };
    const server = await startServer(['--demo', 'none', '--data', data], { env });
    expect(await kangyang(['backup', backup, '--data', data], { env })).toMatchObject({ code: 0 });
    server.process.kill('SIGTERM');
    await server.ended;
    const refused = await kangyang(['restore', backup, '--data', data], { env });
    expect(refused.stderr).toContain('目标数据库里已有本系统的数据');
    await startServer(['--data', data], { env });
  });

  test('连不上时说明原因，退出码 1', async () => {
    const env = { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' };
    const { code, stderr } = await kangyang(['start', '--port', '0', '--data', aDataFolder()], { env });
    expect(code).toBe(1);
    expect(stderr).toContain('连不上 DATABASE_URL 指定的数据库');
  });
});
