import { appendFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readBackup } from '#platform/backup/manifest.ts';
import { restoreBackup, restoreStoredFiles } from '#platform/backup/restore-backup.ts';
import { filePath } from '#platform/backup/stored-files.ts';
import { writeBackup } from '#platform/backup/write-backup.ts';
import { keysFrom } from '#platform/crypto/keys.ts';
import type { CheckedFile } from '#platform/files/check-upload.ts';
import { keepFile, readFileOf } from '#platform/files/file-store.ts';
import { SYSTEM_USER } from '#platform/session/ctx.ts';
import { cloneDatabase } from '#platform/testing/database.ts';
import { aDataFolder } from './kangyang.ts';

const keys = keysFrom(Buffer.alloc(32, 7));
const NOW = new Date('2023-08-05T02:00:00Z');
const BYTES = Buffer.from('%PDF-1.7 委托书');
const FILE: CheckedFile = { kind: 'pdf', bytes: BYTES, sha256: 'a'.repeat(64) };

async function aStage() {
  const source = await cloneDatabase();
  onTestFinished(source.close);
  const folder = dirname(aDataFolder());
  const filesFolder = join(folder, 'files');
  const keep = () =>
    source.db.transaction().execute((db) => {
      const ctx = { db, now: NOW, user: SYSTEM_USER, request: { id: 'test' } };
      return keepFile({ folder: filesFolder, keys }, ctx, FILE);
    });
  const backup = join(folder, 'backup');
  const wish = { folder: backup, filesFolder, frozenFolder: '/none', masterKeyFile: '/none', withKeys: false };
  const backUp = () => writeBackup(source.ownerPool, { ...wish, schemas: ['platform'], report: () => undefined });
  return { folder, filesFolder, backup, keep, backUp };
}

test('C-13 上传的材料随备份走，恢复之后打得开', async () => {
  const { folder, backup, keep, backUp } = await aStage();
  const fileId = await keep();
  const { files, filesMissing } = await backUp();
  expect([files.map((one) => one.fileId), filesMissing]).toEqual([[fileId], []]);

  const target = await cloneDatabase();
  onTestFinished(target.close);
  const manifest = await readBackup(backup);
  const restored = join(folder, 'restored');
  await restoreStoredFiles(backup, manifest, restored);
  await restoreBackup(target.ownerPool, backup, manifest, () => undefined);
  expect(await readFileOf({ folder: restored, keys }, target.db, fileId)).toEqual({ kind: 'pdf', bytes: BYTES });
});

test('做备份时就缺的列出来，备份里被改过的不恢复', async () => {
  const { filesFolder, backup, keep, backUp } = await aStage();
  const [gone, there] = [await keep(), await keep()];
  rmSync(join(filesFolder, filePath(gone)));
  const { files, filesMissing } = await backUp();
  expect([files.map((one) => one.fileId), filesMissing]).toEqual([[there], [gone]]);
  appendFileSync(join(backup, 'files', filePath(there)), ' ');
  await expect(readBackup(backup)).rejects.toThrow('缺失或被改动过');
});
