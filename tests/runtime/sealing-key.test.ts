import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type pg from 'pg';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { cloneDatabase } from '#platform/testing/database.ts';
import { readConfig } from '#server/config.ts';
import { type DataFolder, openDataFolder } from '#server/data-folder.ts';
import { type Engine, openEngine } from '#server/engine.ts';
import { openSealingKey } from '#server/sealing-key.ts';
import { anExternalDatabase } from './external.ts';
import { aDataFolder, startServer } from './kangyang.ts';

vi.setConfig({ testTimeout: 90_000 });

/** Opens and closes what `start` opens below the screens. */
async function open(folder: DataFolder, env: NodeJS.ProcessEnv): Promise<Engine['deps']> {
  const { deps, close } = await openEngine(readConfig(folder.path, env), folder, () => undefined);
  await close();
  return deps;
}

const aFolder = (): DataFolder => openDataFolder(aDataFolder());

const opened = (pool: pg.Pool, file: string) => openSealingKey({ pool, place: { file }, now: () => new Date() });

async function anEnvironment(): Promise<NodeJS.ProcessEnv> {
  return { DATABASE_URL: (await anExternalDatabase()).href };
}

describe('C-23 数据库记得自己的密钥', () => {
  test('换了数据文件夹就不启动，也不另造密钥；带来原密钥后照常', async () => {
    const env = await anEnvironment();
    const [first, second] = [aFolder(), aFolder()];
    const { keys } = await open(first, env);
    const start = startServer(['--data', second.path], { env });
    await expect(start).rejects.toThrow(
      /^start ended with 1:.*没有密钥文件.*请把原数据文件夹 secrets 里的 master.key/s,
    );
    expect(existsSync(second.masterKeyFile)).toBe(false);

    copyFileSync(first.masterKeyFile, second.masterKeyFile);
    expect((await open(second, env)).keys.fingerprint).toBe(keys.fingerprint);
    await open(first, env);
  });

  test('另一把密钥不能启动，原来的不受影响', async () => {
    const env = await anEnvironment();
    const [first, second] = [aFolder(), aFolder()];
    await open(second, await anEnvironment());
    await open(first, env);
    await expect(open(second, env)).rejects.toThrow(`${second.masterKeyFile} 却是另一把`);
    await open(first, env);
  });

  test('两个新文件夹同时遇到一个新库：只有一把密钥留下', async () => {
    const { ownerPool, close } = await cloneDatabase();
    onTestFinished(close);
    // As a new database is: this one has a data key of the tests' own master key.
    await ownerPool.query('truncate platform.data_key cascade');
    const files = [aFolder().masterKeyFile, aFolder().masterKeyFile];
    const ended = await Promise.allSettled(files.map((file) => opened(ownerPool, file)));
    expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(ended.find((one) => one.status === 'rejected')?.reason.code).toBe('sealing-key.other');
    const winner = ended.findIndex(({ status }) => status === 'fulfilled');
    await opened(ownerPool, files[winner] ?? '');
  });

  test('库里只有指纹，没有密钥', async () => {
    const folder = aFolder();
    const env = await anEnvironment();
    const engine = await openEngine(readConfig(folder.path, env), folder, () => undefined);
    onTestFinished(engine.close);
    const { rows } = await engine.deps.ownerPool.query<{ fingerprint: string }>('select * from platform.sealing_key');
    const key = readFileSync(folder.masterKeyFile, 'utf8').trim();
    expect(rows).toEqual([{ only_one: true, fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/) }]);
    expect(key).not.toContain(rows[0]?.fingerprint);
    await expect(engine.deps.pool.query('select from platform.sealing_key')).rejects.toThrow('permission denied');
  });

  test('内置数据库的密钥文件丢了：不另造一把，放回后照常启动', async () => {
    const folder = aFolder();
    await open(folder, {});
    const key = readFileSync(folder.masterKeyFile);
    rmSync(folder.masterKeyFile);
    await expect(open(folder, {})).rejects.toThrow('也没有另造一把');
    expect(existsSync(folder.masterKeyFile)).toBe(false);
    mkdirSync(dirname(folder.masterKeyFile), { recursive: true });
    writeFileSync(folder.masterKeyFile, key, { mode: 0o600 });
    await open(folder, {});
  });
});
