import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { connect } from '#platform/db/connect.ts';
import { clusterFolder, removeCluster } from '#platform/embedded/cluster.ts';
import { Refusal } from '#platform/refusal/refusal.ts';
import { readBirth } from '#server/birth.ts';
import { type Config, readConfig } from '#server/config.ts';
import { type DataFolder, describeDataFolder, KEPT_BY_RESET, openDataFolder } from '#server/data-folder.ts';
import { openDatabaseServer } from '#server/engine.ts';
import { takeLock } from '#server/lock.ts';
import { readArguments } from './arguments.ts';
import { print, tell } from './output.ts';

/** 清空: deletes the data folder's database. The keys stay: without them an earlier backup could not be opened. */
export async function reset(args: string[]): Promise<void> {
  const { values } = readArguments(
    args,
    { data: { type: 'string' }, yes: { type: 'boolean' }, 'yes-delete-real-data': { type: 'boolean' } },
    [0, 0],
  );
  const config = readConfig(values.data);
  if (config.databaseUrl) throw refusal('数据库由 DATABASE_URL 指定，不在数据文件夹里。请由数据库管理员清空它。');
  if (!existsSync(describeDataFolder(config.dataDir).path)) return print('没有数据可删除。');
  const folder = openDataFolder(config.dataDir);
  const lock = takeLock(folder.lockFile, 'reset', null);
  try {
    if (!values['yes-delete-real-data'] && (await mayBeReal(config, folder))) {
      throw refusal(`${folder.path} 里是正式数据，没有删除。确要删除，请先 backup，再加 --yes-delete-real-data。`);
    }
    if (!values.yes && !values['yes-delete-real-data'] && !(await confirmed(folder.path))) {
      throw refusal('没有删除。确要删除，请加 --yes。');
    }
    await removeCluster(folder.path);
    for (const name of await readdir(folder.path)) {
      if (!KEPT_BY_RESET.has(name)) await rm(join(folder.path, name), { recursive: true, force: true });
    }
    print(`已删除 ${folder.path} 里的数据库。密钥保留在 secrets 里，供恢复以前的备份。`);
  } finally {
    lock.release();
  }
}

/** Only the database knows. One that does not start may be anything. */
async function mayBeReal(config: Config, folder: DataFolder): Promise<boolean> {
  if (!existsSync(clusterFolder(folder.path)) || existsSync(folder.unfinishedRestore)) return false;
  try {
    const server = await openDatabaseServer(config, folder, tell);
    const { pool } = connect({ config: server.config, max: 1 });
    try {
      const { rowCount } = await pool.query("select where to_regclass('platform.birth') is not null");
      return rowCount === 1 && (await readBirth(pool)) === 'none';
    } finally {
      await pool.end();
      await server.stop();
    }
  } catch (error) {
    tell(`无法确认数据库的性质：${error instanceof Error ? error.message : String(error)}`);
    return true;
  }
}

async function confirmed(path: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const typed = await terminal.question(`将删除 ${path} 里的数据库。输入 yes 确认：`);
  terminal.close();
  return typed.trim() === 'yes';
}

function refusal(sentence: string): Refusal {
  return new Refusal('reset', 409, sentence, {});
}
