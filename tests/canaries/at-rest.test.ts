import { createHash, createHmac } from 'node:crypto';
import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { importPersons } from '#modules/people/index.ts';
import { childrenOf } from '#modules/places/index.ts';
import { withClient } from '#platform/db/with-client.ts';
import { continueRotation } from '#platform/keys/rotate-keys.ts';
import { readConfig } from '#server/config.ts';
import { openDataFolder } from '#server/data-folder.ts';
import { type Engine, openEngine, prepare } from '#server/engine.ts';
import { rotationDeps } from '#server/modules.ts';
import { writeDatabaseBackup } from '#server/save.ts';
import { aDataFolder } from '../runtime/kangyang.ts';
import { COUNT, canaries, found, needles } from './canary.ts';

vi.setConfig({ testTimeout: 180_000 });

const NEEDLES = needles();
const VILLAGE = childrenOf(childrenOf('331083')[0]?.code ?? '')[0]?.code ?? '';

/** Every file below a folder, gzip unpacked too. */
function* filesBelow(folder: string): Generator<{ path: string; bytes: Buffer }> {
  for (const name of readdirSync(folder, { recursive: true }) as string[]) {
    const path = join(folder, name);
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) continue;
    const bytes = readFileSync(path);
    yield { path, bytes };
    if (name.endsWith('.gz')) yield { path: `${path} (unpacked)`, bytes: gunzipSync(bytes) };
  }
}

function search(folder: string): { files: number; hits: string[] } {
  let files = 0;
  const hits: string[] = [];
  for (const { path, bytes } of filesBelow(folder)) {
    files += 1;
    hits.push(...found(bytes, NEEDLES).map((about) => `${path}: ${about}`));
  }
  return { files, hits };
}

/** A real data folder with 200 canaries in it, a rotation behind them, and its log. */
async function aFolderWithCanaries() {
  const folder = openDataFolder(aDataFolder());
  const log: string[] = [];
  const engine = await openEngine(readConfig(folder.path, {}), folder, (line) => log.push(line));
  let isOpen = true;
  const close = async () => {
    if (isOpen) await engine.close();
    isOpen = false;
  };
  onTestFinished(close);
  await prepare(engine, { demo: 'none' });
  const made = canaries(VILLAGE);
  await withClient(engine.deps.bulkPool, (client) =>
    importPersons(
      client,
      engine.deps.keys,
      made.map(({ person }) => person),
      {
        ...{ delivery: 'canaries', recordedAt: '2023-01-01T00:00:00Z', maxLines: COUNT, firstPersonNo: 1 },
      },
    ),
  );
  return { folder, engine, log, made, close };
}

async function rotate({ deps }: Engine): Promise<void> {
  await deps.ownerPool.query("insert into platform.key_rotation (asked_by, asked_at) values ('test', now())");
  await continueRotation(rotationDeps(deps));
}

test('检验本身会失败：明文、base64、十六进制、UTF-16里各放一只，都找得到', () => {
  const folder = dirname(aDataFolder());
  expect(search(folder)).toEqual({ files: 0, hits: [] });
  const [one] = canaries(VILLAGE);
  const text = `x${one?.canary.idNumber}y${one?.canary.address}z`;
  const forms = [
    Buffer.from(text),
    ...[0, 1, 2].map((shift) => Buffer.from(Buffer.from(`${'a'.repeat(shift)}${text}`).toString('base64'))),
    Buffer.from(Buffer.from(text).toString('hex')),
    Buffer.from(text, 'utf16le'),
    Buffer.from(text, 'utf16le').swap16(),
  ];
  for (const [index, bytes] of forms.entries()) {
    writeFileSync(join(folder, `planted-${index}`), bytes);
    expect(search(folder).hits.filter((hit) => hit.includes(`planted-${index}`)).length, String(index)).toBeGreaterThan(
      1,
    );
  }
});

test('C-12 200只金丝雀：数据文件、WAL、日志、临时文件、带密钥和不带密钥的备份里，明文一处也没有', async () => {
  const { folder, engine, log, close } = await aFolderWithCanaries();
  const { rows } = await engine.deps.ownerPool.query('select count(*)::int as n from people.person');
  expect(rows[0].n).toBe(COUNT);
  const asides = await engine.deps.ownerPool.query('select reason from people.set_aside');
  expect(asides.rows.length).toBe(40);
  expect(found(Buffer.from(JSON.stringify(asides.rows)), NEEDLES)).toEqual([]);
  await rotate(engine);
  const parent = dirname(folder.path);
  for (const withKeys of [false, true]) {
    const target = join(parent, withKeys ? 'backup-with-keys' : 'backup');
    await writeDatabaseBackup(engine.deps, { folder: target, withKeys, masterKeyFile: folder.masterKeyFile });
    expect(existsSync(join(target, 'master.key'))).toBe(withKeys);
  }
  await engine.deps.ownerPool.query('checkpoint');
  await close();
  const all = search(parent);
  expect(all.files).toBeGreaterThan(500);
  expect(all.hits).toEqual([]);
  expect(found(Buffer.from(log.join('\n')), NEEDLES)).toEqual([]);
  // The very same search finds one that is put there.
  appendFileSync(join(folder.path, 'planted'), canaries(VILLAGE)[7]?.canary.phone ?? '');
  expect(search(parent).hits).toEqual([expect.stringContaining('planted: 电话')]);
});

test('I-08 没有密钥的备份：200只认出0只；有密钥认出200只', async () => {
  const { engine, made } = await aFolderWithCanaries();
  const { rows } = await engine.deps.ownerPool.query<{ id_blind: Buffer; account_blind: Buffer }>(
    'select id_blind, account_blind from people.person',
  );
  const stored = new Set(rows.flatMap((row) => [row.id_blind.toString('hex'), row.account_blind.toString('hex')]));
  const known = await engine.deps.ownerPool.query('select fingerprint from platform.sealing_key');
  const wrapped = await engine.deps.ownerPool.query('select wrapped from platform.data_key');
  // What an attacker with the dump could try as a key: nothing, sample keys, the column's name, whatever the dump holds.
  const guesses = [
    '',
    '\0'.repeat(32),
    'people.person.id_number',
    'kangyang/blind/people.person.id_number',
    known.rows[0].fingerprint as string,
    Buffer.from(known.rows[0].fingerprint, 'hex'),
    wrapped.rows[0].wrapped as Buffer,
  ];
  const recovered = made.filter(({ canary }) =>
    [canary.idNumber, canary.accountNumber].some((value) =>
      [
        ...guesses.flatMap((key) => ['sha256', 'sm3'].map((hash) => createHmac(hash, key).update(value).digest())),
        ...['sha256', 'sm3', 'md5', 'sha1'].map((hash) => createHash(hash).update(value).digest()),
      ].some((digest) => stored.has(digest.subarray(0, 16).toString('hex'))),
    ),
  );
  expect(recovered).toHaveLength(0);
  const key = engine.deps.keys.blind('people.person.id_number');
  const withKey = made.filter(({ canary }) =>
    stored.has(createHmac('sha256', key).update(canary.idNumber).digest().subarray(0, 16).toString('hex')),
  );
  expect(withKey).toHaveLength(COUNT);
});

beforeAll(() => {
  expect(VILLAGE).toMatch(/^331083\d{6}$/);
});
