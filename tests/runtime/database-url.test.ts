import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { aDataFolder, kangyang, startServer } from './kangyang.ts';

async function anExternalDatabase(): Promise<string> {
  const server = inject('postgres');
  const name = `external_${process.pid}_${Date.now()}`;
  const admin = new pg.Client(server);
  await admin.connect();
  await admin.query(`create database ${name} template template0`);
  onTestFinished(async () => {
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  });
  const { user, password, host } = server;
  return `postgresql://${user}:${password}@localhost/${name}?host=${encodeURIComponent(String(host))}`;
}

describe('使用已有的 PostgreSQL（DATABASE_URL）', () => {
  test('启动、再启动，数据文件夹里不建数据库', async () => {
    const data = aDataFolder();
    const env = { DATABASE_URL: await anExternalDatabase() };
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
    const owner = new pg.Client(inject('postgres'));
    await owner.connect();
    onTestFinished(async () => {
      await owner.query('alter role kangyang_app nologin password null');
      await owner.end();
    });
    await owner.query("alter role kangyang_app login password 'of-the-application'");
    const url = await anExternalDatabase();
    const appUrl = url.replace(/\/\/[^@]+@/, '//kangyang_app:of-the-application@');
    const env = { DATABASE_URL: url, DATABASE_APP_URL: appUrl };
    const server = await startServer(['--demo', 'none', '--data', aDataFolder()], { env });
    expect((await fetch(server.url)).status).toBeLessThan(500);
    const { rows } = await owner.query('select distinct usename from pg_stat_activity where datname = $1', [
      new URL(url).pathname.slice(1),
    ]);
    expect(rows).toContainEqual({ usename: 'kangyang_app' });
  });

  test('连不上时说明原因，退出码 1', async () => {
    const env = { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' };
    const { code, stderr } = await kangyang(['start', '--port', '0', '--data', aDataFolder()], { env });
    expect(code).toBe(1);
    expect(stderr).toContain('连不上 DATABASE_URL 指定的数据库');
  });
});
