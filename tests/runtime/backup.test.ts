import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { frozenPath } from '#platform/backup/frozen-files.ts';
import { readBackup } from '#platform/backup/manifest.ts';
import { migrationsOf, restoreBackup } from '#platform/backup/restore-backup.ts';
import { writeBackup } from '#platform/backup/write-backup.ts';
import { cloneDatabase } from '#platform/testing/database.ts';
import { aDataFolder, aFrozenFile, kangyang, kangyangProcess, startServer } from './kangyang.ts';

// Each test starts real processes several times.
vi.setConfig({ testTimeout: 90_000 });

/** Stands for what modules make at run time: partitions, a month not yet attached, identity and computed columns. */
const RUN_TIME_TABLES = `
  create schema sample;
  create table sample.line (line_no bigint generated always as identity, month int not null, text text,
    doubled int generated always as (month * 2) stored, bytes bytea, unique (month, line_no)) partition by list (month);
  create table sample.note (note_no int primary key generated always as identity, parent_no int references sample.note);
`;
const ROWS = `
  create table sample.line_283 partition of sample.line for values in (283);
  create table sample.line_284 partition of sample.line for values in (284);
  create table sample.line_285 (line_no bigint not null, month int, text text);
  grant select on sample.line_283 to kangyang_app;
  insert into sample.line (month, text, bytes) values (283, E'汉字\\t\\n\\\\·𠮷', '\\x0001ff'), (284, null, null), (284, '', '');
  insert into sample.line_285 values (9, 285, '未挂接');
  insert into sample.note (parent_no) values (2), (null);
`;
const CONTENT = `select json_build_object(
  'lines', (select json_agg(l order by line_no) from sample.line l),
  'bare', (select json_agg(b) from sample.line_285 b),
  'notes', (select json_agg(n order by note_no) from sample.note n),
  'grants', (select count(*) from information_schema.role_table_grants
    where table_name = 'line_283' and grantee = 'kangyang_app')) as content`;

async function content(pool: pg.Pool): Promise<unknown> {
  return (await pool.query(CONTENT)).rows[0].content;
}

function aFolder(): string {
  return dirname(aDataFolder());
}

async function aBackup(folder: string) {
  const source = await cloneDatabase();
  onTestFinished(source.close);
  await source.ownerPool.query(RUN_TIME_TABLES);
  await source.ownerPool.query(`set session_replication_role = replica; ${ROWS}; reset session_replication_role`);
  const schemas = ['platform', 'places', 'sample'];
  await writeBackup(source.ownerPool, {
    folder,
    schemas,
    masterKeyFile: '/none',
    frozenFolder: '/none',
    filesFolder: '/none',
    withKeys: false,
    report: () => undefined,
  });
  return source;
}

describe('备份与恢复', () => {
  test('C-13 往返之后内容、分区、授权和序号都相同', async () => {
    const folder = join(aFolder(), 'backup');
    const source = await aBackup(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const target = await cloneDatabase();
    onTestFinished(target.close);
    await target.ownerPool.query(RUN_TIME_TABLES);
    await restoreBackup(target.ownerPool, folder, await readBackup(folder), () => undefined);
    expect(await content(target.ownerPool)).toEqual(await content(source.ownerPool));
    const next = 'insert into sample.line (month) values (283) returning line_no';
    expect((await target.ownerPool.query(next)).rows).toEqual((await source.ownerPool.query(next)).rows);
  });

  test('C-11 任何文件被改动、缺失或备份没做完，都在动手之前拒绝', async () => {
    const folder = join(aFolder(), 'backup');
    await aBackup(folder);
    const [file = ''] = readdirSync(join(folder, 'tables'));
    appendFileSync(join(folder, 'tables', file), ' ');
    await expect(readBackup(folder)).rejects.toThrow(`tables/${file} 缺失或被改动过`);
    rmSync(join(folder, 'tables', file));
    await expect(readBackup(folder)).rejects.toThrow('缺失或被改动过');
    appendFileSync(join(folder, 'manifest.json'), ' ');
    await expect(readBackup(folder)).rejects.toThrow('manifest.json 缺失或被改动过');
    rmSync(join(folder, 'manifest.json'));
    await expect(readBackup(folder)).rejects.toThrow('不是完整的备份');
  });

  test('来自更新版本的备份、不空的备份文件夹被拒绝', async () => {
    const folder = join(aFolder(), 'backup');
    await aBackup(folder);
    const manifest = await readBackup(folder);
    expect(() => migrationsOf(manifest, [])).toThrow('备份来自更新的版本');
    await expect(aBackup(folder)).rejects.toThrow('不是空的');
  });

  test('命令：备份、恢复到新文件夹、启动；没有相配的密钥不恢复', async () => {
    const folder = aFolder();
    const [data, other, backup] = [join(folder, 'data'), join(folder, 'other'), join(folder, 'backup')];
    const server = await startServer(['--demo', 'none', '--data', data]);
    const frozen = frozenPath(aFrozenFile(join(data, 'frozen'), '甲县'));
    expect((await kangyang(['backup', backup, '--data', data])).stdout).toContain('1 个冻结输入文件');
    server.process.kill('SIGTERM');
    await server.ended;

    const noKey = await kangyang(['restore', backup, '--data', other]);
    expect(noKey).toMatchObject({ code: 1, stdout: '' });
    expect(noKey.stderr).toContain('没有找到与之相配的密钥文件');
    const key = join(data, 'secrets', 'master.key');
    expect((await kangyang(['restore', backup, '--key', key, '--data', other])).code).toBe(0);
    expect(readFileSync(join(other, 'frozen', frozen), 'utf8')).toBe('甲县');
    expect((await kangyang(['restore', backup, '--key', key, '--data', other])).stderr).toContain('已有数据库');
    const restored = await startServer(['--demo', 'none', '--data', other]);
    expect((await fetch(restored.url)).status).toBeLessThan(500);
  });

  test('恢复做到一半被 kill -9，不会当作完整的数据启动', async () => {
    const folder = aFolder();
    const [data, other, backup] = [join(folder, 'data'), join(folder, 'other'), join(folder, 'backup')];
    const server = await startServer(['--demo', 'none', '--data', data]);
    server.process.kill('SIGTERM');
    await server.ended;
    expect((await kangyang(['backup', backup, '--with-keys', '--data', data])).code).toBe(0);

    const restore = kangyangProcess(['restore', backup, '--data', other]);
    while (!existsSync(join(other, 'unfinished-restore'))) await sleep(5);
    restore.process.kill('SIGKILL');
    await restore.ended;
    const start = await kangyang(['start', '--port', '0', '--data', other]);
    expect(start.code).toBe(1);
    expect(start.stderr).toContain('上一次恢复没有做完');
    expect((await kangyang(['reset', '--yes', '--data', other])).code).toBe(0);
    expect((await kangyang(['restore', backup, '--data', other])).code).toBe(0);
  });
});
