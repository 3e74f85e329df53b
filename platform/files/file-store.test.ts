import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aCtx, type ClonedDatabase, cloneDatabase } from '../testing/database.ts';
import type { CheckedFile } from './check-upload.ts';
import { dropFile, keepFile, readFileOf, sweepFiles } from './file-store.ts';

const NOW = new Date('2023-08-05T02:00:00Z');
const file: CheckedFile = { kind: 'pdf', bytes: Buffer.from('%PDF-1.7 王五的委托书 %%EOF'), sha256: 'ab'.repeat(32) };
let database: ClonedDatabase;
let folder: string;
const place = () => ({ folder, keys: database.keys });

beforeAll(async () => {
  database = await cloneDatabase();
  folder = mkdtempSync(join(tmpdir(), 'kangyang-files-'));
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const keep = () => database.db.transaction().execute((db) => keepFile(place(), aCtx(db), file));
const onDisk = () =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.file'));

test('C-12 B-54 存下的文件读得回；盘上只有加密的字节，只有本人能读，名字只是编号', async () => {
  const fileId = await keep();
  expect(await readFileOf(place(), database.db, fileId)).toEqual({ kind: 'pdf', bytes: file.bytes });
  expect(onDisk()).toEqual([`${fileId.slice(0, 2)}/${fileId}.file`]);
  const path = join(folder, onDisk()[0]!);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readFileSync(path).includes('委托书')).toBe(false);
  for (const other of ['00000000-0000-4000-8000-000000000000', fileId.replace(/.$/, 'z')]) {
    const answer = readFileOf(place(), database.db, other);
    await expect(answer).rejects.toThrow(other.endsWith('z') ? 'uuid' : '没有这个文件');
  }
});

test('C-11 改动一位、换成另一个文件、删掉行，都读不出', async () => {
  const [one, other] = [await keep(), await keep()];
  const path = (fileId: string) => join(folder, fileId.slice(0, 2), `${fileId}.file`);
  const bytes = readFileSync(path(one));
  const flipped = Buffer.from(bytes);
  flipped[40]! ^= 1;
  writeFileSync(path(one), flipped);
  await expect(readFileOf(place(), database.db, one)).rejects.toThrow();
  writeFileSync(path(one), readFileSync(path(other)));
  await expect(readFileOf(place(), database.db, one)).rejects.toThrow();
  writeFileSync(path(one), bytes);
  await dropFile(database.db, one);
  await expect(readFileOf(place(), database.db, one)).rejects.toThrow('没有这个文件');
});

test('B-55 没有办成的事不留下文件：一天后清掉，办成的还在', async () => {
  const kept = await keep();
  const before = onDisk().length;
  const undone = database.db.transaction().execute(async (db) => {
    await keepFile(place(), aCtx(db), file);
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(onDisk()).toHaveLength(before + 1);
  expect(await sweepFiles(place(), database.db, new Date())).toBe(0);
  for (const path of onDisk()) utimesSync(join(folder, path), NOW, NOW);
  const removed = await sweepFiles(place(), database.db, new Date());
  expect(removed).toBeGreaterThan(0);
  expect(await readFileOf(place(), database.db, kept)).toMatchObject({ kind: 'pdf' });
  expect(await sweepFiles({ folder: join(folder, 'absent') }, database.db, NOW)).toBe(0);
});
