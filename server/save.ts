import { chmodSync, constants, copyFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { keyFingerprint } from '#platform/backup/key-file.ts';
import { KEY_FILE, type Manifest, readBackup } from '#platform/backup/manifest.ts';
import {
  migrationsOf,
  refuseWithoutRight,
  restoreBackup,
  restoreFrozen,
  restoreStoredFiles,
} from '#platform/backup/restore-backup.ts';
import { writeBackup } from '#platform/backup/write-backup.ts';
import { fingerprintOf, readMasterKey } from '#platform/crypto/master-key.ts';
import { connect } from '#platform/db/connect.ts';
import { migrate, readMigrations } from '#platform/db/migrate.ts';
import { clusterFolder } from '#platform/embedded/cluster.ts';
import { Refusal } from '#platform/refusal/refusal.ts';
import { type Config, MIGRATIONS_DIR } from './config.ts';
import { type DataFolder, describeDataFolder, openDataFolder } from './data-folder.ts';
import { openDatabaseServer } from './engine.ts';
import { takeLock } from './lock.ts';
import { type Deps, MODULE_ORDER } from './modules.ts';
import { unlessStopped } from './stop-signal.ts';

export type SaveWish = { folder: string; withKeys: boolean; masterKeyFile: string };
/** What a backup holds; missing are frozen files (by hash) and uploaded ones (by id) that were gone or damaged when it was made. */
export type Counts = Pick<Manifest, 'frozenMissing' | 'filesMissing'> & {
  tables: number;
  rows: number;
  frozen: number;
  files: number;
};
export type Saved = Counts & { folder: string; keyIncluded: boolean; masterKeyFile: string };

/** 备份: all rows at one instant, the frozen and the uploaded files into a folder; the sealing key only when asked for. */
export async function writeDatabaseBackup({ ownerPool, keys, dataDir, log }: Deps, wish: SaveWish): Promise<Saved> {
  const { frozenFolder, filesFolder } = describeDataFolder(dataDir);
  if (wish.withKeys && !existsSync(wish.masterKeyFile)) {
    throw refusal('主密钥来自环境变量，不在数据文件夹里，不能随备份带走。请去掉 --with-keys，并另外妥善保存主密钥。');
  }
  const manifest = await writeBackup(ownerPool, {
    ...{ ...wish, frozenFolder, filesFolder, schemas: MODULE_ORDER, report: log },
    keyFingerprint: keys.fingerprint,
  });
  const { folder, masterKeyFile } = wish;
  return { folder, masterKeyFile, keyIncluded: wish.withKeys, ...countsOf(manifest) };
}

export type RestoreWish = {
  from: string;
  keyFile: string | undefined;
  report: (line: string) => void;
  stopped: AbortSignal;
};

/**
 * 恢复: a backup into an empty data folder (or, with DATABASE_URL, an empty database). Refused before anything is touched
 * when the backup is damaged, of another version, its key is not at hand, or there is no empty place that may be filled;
 * killed half-way, the folder does not start.
 */
export async function restoreDatabase(config: Config, wish: RestoreWish): Promise<Counts> {
  const manifest = await readBackup(wish.from);
  const migrations = migrationsOf(manifest, await readMigrations(MIGRATIONS_DIR, MODULE_ORDER));
  const folder = openDataFolder(config.dataDir);
  const lock = takeLock(folder.lockFile, 'restore', null);
  try {
    refuseFilled(folder);
    const key = await chooseKey(manifest, folder, { ...wish, masterKey: config.masterKey });
    // Before the mark, which only a finished restore takes away again; the embedded database is made new below.
    if (config.databaseUrl !== undefined) await refuseUnfit(config, folder, wish.report);
    writeFileSync(folder.unfinishedRestore, `${wish.from}\n`);
    if (key !== undefined && key !== folder.masterKeyFile) installKey(key, folder.masterKeyFile);
    const server = await openDatabaseServer(config, folder, wish.report);
    try {
      const filled = inEmptyDatabase(server.config, async (pool) => {
        await restoreFrozen(wish.from, manifest, folder.frozenFolder);
        await restoreStoredFiles(wish.from, manifest, folder.filesFolder);
        await migrate(pool, migrations);
        await restoreBackup(pool, wish.from, manifest, wish.report);
      });
      await unlessStopped(wish.stopped, filled);
    } finally {
      await server.stop();
    }
    rmSync(folder.unfinishedRestore);
    return countsOf(manifest);
  } finally {
    lock.release();
  }
}

async function inEmptyDatabase(config: pg.PoolConfig, act: (pool: pg.Pool) => Promise<void>): Promise<void> {
  const { pool } = connect({ config, max: 2, queryTimeoutMs: 0 });
  try {
    const { rowCount } = await pool.query("select from pg_namespace where nspname = 'platform'");
    if (rowCount !== 0) throw refusal('目标数据库里已有本系统的数据，没有恢复。只能恢复到空的数据库。');
    await act(pool);
  } finally {
    await pool.end();
  }
}

async function refuseUnfit(config: Config, folder: DataFolder, report: (line: string) => void): Promise<void> {
  const server = await openDatabaseServer(config, folder, report);
  await inEmptyDatabase(server.config, refuseWithoutRight);
  await server.stop();
}

function refuseFilled(folder: DataFolder): void {
  if (!existsSync(clusterFolder(folder.path))) return;
  throw refusal(`数据文件夹 ${folder.path} 里已有数据库。请用 --data 指定一个新的文件夹，或先执行 ./kangyang reset。`);
}

/** The environment's key (undefined: nothing to install), the folder's, the one named by the user, or the backup's own; it must be the backup's. */
async function chooseKey(
  manifest: Manifest,
  folder: DataFolder,
  { from, keyFile, masterKey }: RestoreWish & { masterKey: string | undefined },
): Promise<string | undefined> {
  if (masterKey !== undefined) {
    const found = await readMasterKey({ file: folder.masterKeyFile, fromEnvironment: masterKey });
    if (found && fingerprintOf(found) === manifest.keyFingerprint) return undefined;
  }
  const candidates = [folder.masterKeyFile, keyFile, manifest.keyIncluded ? join(from, KEY_FILE) : undefined];
  for (const candidate of candidates) {
    if (candidate === undefined) continue;
    const fingerprint = await keyFingerprint(candidate);
    if (fingerprint !== undefined && fingerprint === manifest.keyFingerprint) return candidate;
    if (fingerprint !== undefined && candidate === folder.masterKeyFile) {
      throw refusal(`${candidate} 是另一把密钥，不会覆盖。请用 --data 指定一个新的文件夹。`);
    }
  }
  throw refusal(
    '备份里身份证号和账号是加密的，没有找到与之相配的密钥文件。请用 --key FILE 指定原数据文件夹 secrets 里的 master.key。',
  );
}

function installKey(source: string, target: string): void {
  copyFileSync(source, target, constants.COPYFILE_EXCL);
  chmodSync(target, 0o600);
}

function countsOf({ tables, frozen, frozenMissing, files, filesMissing }: Manifest): Counts {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return { tables: tables.length, rows, frozen: frozen.length, frozenMissing, files: files.length, filesMissing };
}

function refusal(sentence: string): Refusal {
  return new Refusal('restore', 409, sentence, {});
}
