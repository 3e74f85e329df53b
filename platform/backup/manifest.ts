import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { Refusal } from '../refusal/refusal.ts';
import { FROZEN, filesBelow, frozenPath } from './frozen-files.ts';
import { FILES, firstChanged } from './stored-files.ts';

export const MANIFEST = 'manifest.json';
export const KEY_FILE = 'master.key';

const Column = z.strictObject({
  name: z.string(),
  type: z.string(),
  notNull: z.boolean(),
  default: z.string().nullable(),
});
const Constraint = z.strictObject({ name: z.string(), definition: z.string() });
const Grant = z.strictObject({ role: z.string(), privilege: z.string() });
const Table = z.strictObject({
  schema: z.string(),
  name: z.string(),
  columns: z.array(Column),
  constraints: z.array(Constraint),
  grants: z.array(Grant),
});
const Partition = z.strictObject({
  schema: z.string(),
  name: z.string(),
  parent: z.string(),
  bound: z.string(),
  partitionKey: z.string().nullable(),
  rowSecurity: z.boolean(),
  grants: z.array(Grant),
});
const Sequence = z.strictObject({ schema: z.string(), name: z.string(), lastValue: z.string() });
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Manifest = z.strictObject({
  format: z.literal(3),
  madeAt: z.iso.datetime(),
  serverVersion: z.string(),
  migrations: z.array(z.strictObject({ name: z.string(), sha256: z.string() })),
  keyFingerprint: z.string().nullable(),
  keyIncluded: z.boolean(),
  tables: z.array(Table.extend({ rows: z.int(), file: z.string(), sha256: z.string() })),
  partitions: z.array(Partition),
  sequences: z.array(Sequence),
  frozen: z.array(Sha256),
  /** Named by a row or lying there, but gone or damaged when the backup was made. */
  frozenMissing: z.array(Sha256),
  /** Uploaded files, each locked by the key in its row. */
  files: z.array(z.strictObject({ fileId: z.uuid(), sha256: Sha256 })),
  /** Named by a row, but gone when the backup was made. */
  filesMissing: z.array(z.uuid()),
});

export type TableShape = z.infer<typeof Table>;
export type PartitionShape = z.infer<typeof Partition>;
export type SequenceState = z.infer<typeof Sequence>;
export type Manifest = z.infer<typeof Manifest>;
export type SavedTable = Manifest['tables'][number];

/** The last act of a backup: from here on the folder counts as one. Throws rather than write what could not be read back. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const text = `${JSON.stringify(Manifest.parse(manifest), null, 2)}\n`;
  const file = join(folder, MANIFEST);
  await writeFile(`${file}.sha256`, `${sha256(text)}  ${MANIFEST}\n`, { mode: 0o600 });
  await writeFile(`${file}.partial`, text, { mode: 0o600 });
  await rename(`${file}.partial`, file);
}

/** Reads a backup's manifest and checks it and every file. Refuses an incomplete, changed or newer backup, or one with more in it. */
export async function readBackup(folder: string): Promise<Manifest> {
  const file = join(folder, MANIFEST);
  if (!existsSync(file)) throw refusal(`${folder} 不是完整的备份：没有 ${MANIFEST}。请指定 backup 命令做完的文件夹。`);
  const text = await readFile(file, 'utf8');
  const expected = await readFile(`${file}.sha256`, 'utf8').catch(() => '');
  if (!expected.startsWith(sha256(text))) throw changed(MANIFEST);
  const parsed = Manifest.safeParse(JSON.parse(text));
  if (!parsed.success) throw refusal('备份的格式与本版程序不同。请用做备份的那个版本恢复。');
  for (const table of parsed.data.tables) {
    const found = await sha256OfFile(join(folder, table.file)).catch(() => '');
    if (found !== table.sha256) throw changed(table.file);
  }
  await checkFrozen(folder, parsed.data.frozen);
  const other = await firstChanged(join(folder, FILES), parsed.data.files);
  if (other !== undefined) throw changed(other);
  return parsed.data;
}

async function checkFrozen(folder: string, frozen: readonly string[]): Promise<void> {
  const listed = new Set(frozen.map(frozenPath));
  const extra = (await filesBelow(join(folder, FROZEN))).find((file) => !listed.has(file));
  if (extra !== undefined) {
    throw refusal(
      `备份里多出文件 ${join(FROZEN, extra)}，不在备份的清单里，没有恢复任何数据。请查明来历并移走它，或换一份完好的备份。`,
    );
  }
  for (const sha256 of frozen) {
    const file = join(FROZEN, frozenPath(sha256));
    const found = await sha256OfFile(join(folder, file)).catch(() => '');
    if (found !== sha256) throw changed(file);
  }
}

export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

export function refusal(sentence: string): Refusal {
  return new Refusal('backup', 409, sentence, {});
}

export function changed(file: string): Refusal {
  return refusal(`备份里的文件 ${file} 缺失或被改动过（校验值不符），没有恢复任何数据。请换一份完好的备份。`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
