import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStage, type Stage } from './stage.ts';

type Line = {
  position: number;
  block: number;
  leaf: string;
  path: { side: 'left' | 'right'; hash: string }[];
  entry: Record<string, string | null>;
};
type BlockLine = Record<'firstAt' | 'lastAt' | 'sealedAt' | 'root' | 'previous' | 'hash', string> &
  Record<'block' | 'firstPosition' | 'rows', number>;

// Everything below is what docs/guides/audit.md tells an auditor, with nothing of the platform's own code.
const sm3 = (...parts: (string | Buffer)[]) => {
  const hash = createHash('sm3');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
/** The order of the fields in a leaf. */
const FIELDS = [
  ...['auditNo', 'entryId', 'at', 'accountNo', 'accountName', 'postNo', 'address', 'requestId', 'action', 'title'],
  ...['purpose', 'subject', 'outcome', 'itemCount', 'listHash', 'kind', 'persons', 'mac'],
];

function leafOf({ entry }: Line): Buffer {
  return sm3(Buffer.from([0]), JSON.stringify(['kangyang/audit/1', ...FIELDS.map((field) => entry[field] ?? null)]));
}

function rootOf(line: Line): string {
  let hash = leafOf(line);
  for (const step of line.path) {
    const beside = Buffer.from(step.hash, 'hex');
    hash = sm3(Buffer.from([1]), ...(step.side === 'left' ? [beside, hash] : [hash, beside]));
  }
  return hash.toString('hex');
}

function hashOf({ block, firstPosition, rows, firstAt, lastAt, sealedAt, root, previous }: BlockLine): string {
  const text = ['kangyang/audit-block/1', block, firstPosition, rows, firstAt, lastAt, sealedAt, root, previous];
  return sm3(text.join('\n')).toString('hex');
}

function isSigned(folder: string, line: string): boolean {
  const [, text, signature = ''] = /^(.*),"signature":"([0-9a-f]+)"\}$/.exec(line) ?? [];
  writeFileSync(join(folder, 'text'), `${text}}`);
  writeFileSync(join(folder, 'signature'), Buffer.from(signature, 'hex'));
  const args = ['pkeyutl', '-verify', '-pubin', '-inkey', join(folder, 'audit-signing.pub.pem'), '-rawin'];
  const files = ['-in', join(folder, 'text'), '-sigfile', join(folder, 'signature')];
  const said = execFileSync('openssl', [...args, '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678', ...files], {
    encoding: 'utf8',
  });
  return said.includes('Verified Successfully');
}

const linesIn = <T>(folder: string, name: string) =>
  readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);

async function threeDays(stage: Stage): Promise<void> {
  for (const day of ['06', '07', '08']) {
    // 23:30 in Shanghai: still the day before in UTC's eyes, and the same day in ours.
    stage.clock.now = new Date(`2023-08-${day}T15:30:00Z`);
    await stage.acts(5);
    await stage.seal();
  }
  await stage.sign();
}

test('I-14 导出给审计人员：只凭导出的文件和 OpenSSL，每一行都能验到签名头；动一个字就验不过', async () => {
  const stage = await openStage();
  await threeDays(stage);
  const folder = join(stage.folder, 'export');
  expect(await stage.exportTo(folder, '2023-08-07', '2023-08-07')).toEqual({ folder, entries: 5, blocks: 2, heads: 1 });

  const entries = linesIn<Line>(folder, 'entries.jsonl');
  const blocks = new Map(linesIn<BlockLine>(folder, 'blocks.jsonl').map((block) => [block.block, block]));
  expect(entries.map(({ entry }) => entry.at)).toEqual(Array(5).fill('2023-08-07T15:30:00.000000Z'));
  expect(entries.map(({ position }) => position)).toEqual([5, 6, 7, 8, 9]);
  for (const line of entries) {
    expect(leafOf(line).toString('hex')).toBe(line.leaf);
    expect(rootOf(line)).toBe(blocks.get(line.block)?.root);
    const changed = { ...line, entry: { ...line.entry, accountName: '别人' } };
    expect(rootOf(changed)).not.toBe(blocks.get(line.block)?.root);
  }
  for (const block of blocks.values()) expect(hashOf(block)).toBe(block.hash);
  expect(blocks.get(3)?.previous).toBe(blocks.get(2)?.hash);
  const [head] = readFileSync(join(folder, 'heads.jsonl'), 'utf8').trim().split('\n') as [string];
  expect(JSON.parse(head)).toMatchObject({ block: 3, rows: 15, hash: blocks.get(3)?.hash });
  expect(isSigned(folder, head)).toBe(true);
  expect(() => isSigned(folder, head.replace('"rows":15', '"rows":14'))).toThrow();
});

test('没有行的日子导出空文件；文件夹不空则拒绝，也不记成导出过', async () => {
  const stage = await openStage();
  await threeDays(stage);
  const folder = join(stage.folder, 'export');
  expect(await stage.exportTo(folder, '2023-09-01', '2023-09-30')).toMatchObject({ entries: 0, blocks: 0, heads: 0 });
  const full = join(stage.folder, 'full');
  mkdirSync(full);
  writeFileSync(join(full, 'x'), '');
  await expect(stage.exportTo(full, '2023-08-01', '2023-08-31')).rejects.toThrow('不是空的');
  expect(await stage.rows("select from platform.audit_entry where action = '/control/audit/export'")).toHaveLength(1);
});
