import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { frozenPath } from '#platform/backup/frozen-files.ts';
import { type Manifest, readBackup } from '#platform/backup/manifest.ts';
import { restoreFrozen } from '#platform/backup/restore-backup.ts';
import { writeBackup } from '#platform/backup/write-backup.ts';
import { type ClonedDatabase, cloneDatabase, testDatabase } from '#platform/testing/database.ts';
import { MODULE_ORDER } from '#server/module-order.ts';
import { aDataFolder, aFrozenFile } from './kangyang.ts';

/** Hashes of other things: a new column that names a frozen file must be called input_sha256, frozen_sha256 or base_sha256. */
const OTHER_HASHES = [
  'allowances.rule_used.sha256',
  'allowances.run.rulebook_sha256',
  'allowances.unit_month.list_sha256',
  'allowances.unit_month.rulebook_sha256',
  'platform.stored_file.sha256',
];

const LISTS = 'create schema sample; create table sample.list (unit int, input_sha256 text not null)';

type Stage = { source: ClonedDatabase; frozen: string; backup: string };

async function aStage(): Promise<Stage> {
  const source = await cloneDatabase();
  onTestFinished(source.close);
  await source.ownerPool.query(LISTS);
  const folder = dirname(aDataFolder());
  return { source, frozen: join(folder, 'frozen'), backup: join(folder, 'backup') };
}

async function aList({ source, frozen }: Stage, text: string): Promise<string> {
  const sha256 = aFrozenFile(frozen, text);
  await source.ownerPool.query('insert into sample.list values (1, $1)', [sha256]);
  return sha256;
}

function backUp({ source, frozen, backup }: Stage) {
  const wish = {
    folder: backup,
    schemas: ['platform', 'sample'],
    frozenFolder: frozen,
    filesFolder: `${frozen}-none`,
    report: () => undefined,
  };
  return writeBackup(source.ownerPool, { ...wish, masterKeyFile: '/none', withKeys: false });
}

const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex');
const modeOf = (file: string) => statSync(file).mode & 0o777;

describe('备份与恢复冻结输入', () => {
  test('C-13 往返之后每个文件内容、权限都相同，没写完的不算', async () => {
    const stage = await aStage();
    const wanted = [await aList(stage, '甲县'), aFrozenFile(stage.frozen, '被替换的清册也是证据')].sort();
    await stage.source.ownerPool.query("insert into sample.list values (2, '')");
    writeFileSync(join(stage.frozen, `${frozenPath(wanted[0]!)}.99.part`), '一半');
    const manifest = await backUp(stage);
    expect(manifest).toMatchObject({ frozen: wanted, frozenMissing: [] });

    const target = join(dirname(stage.backup), 'restored');
    await restoreFrozen(stage.backup, await readBackup(stage.backup), target);
    expect(
      readdirSync(target, { recursive: true })
        .filter((name) => String(name).includes('/'))
        .sort(),
    ).toEqual(wanted.map(frozenPath));
    for (const folder of [join(stage.backup, 'frozen'), target]) {
      expect(modeOf(folder)).toBe(0o700);
      for (const sha256 of wanted) {
        const file = join(folder, frozenPath(sha256));
        expect(sha256Of(readFileSync(file, 'utf8'))).toBe(sha256);
        expect(modeOf(file)).toBe(0o600);
        expect(modeOf(dirname(file))).toBe(0o700);
      }
    }
  });

  test('C-11 冻结输入被改动、缺失、多出，都在动手之前拒绝', async () => {
    const stage = await aStage();
    const sha256 = await aList(stage, '甲县');
    await backUp(stage);
    const broken = async (breakIt: (frozen: string) => void) => {
      const copy = join(dirname(aDataFolder()), 'backup');
      cpSync(stage.backup, copy, { recursive: true });
      breakIt(join(copy, 'frozen'));
      return readBackup(copy);
    };
    await expect(broken(() => undefined)).resolves.toMatchObject({ frozen: [sha256] });
    const damaged = `frozen/${frozenPath(sha256)} 缺失或被改动过`;
    await expect(broken((frozen) => writeFileSync(join(frozen, frozenPath(sha256)), '乙县'))).rejects.toThrow(damaged);
    await expect(broken((frozen) => rmSync(join(frozen, frozenPath(sha256))))).rejects.toThrow(damaged);
    await expect(broken((frozen) => rmSync(frozen, { recursive: true }))).rejects.toThrow(damaged);
    await expect(broken((frozen) => void aFrozenFile(frozen, '丙县'))).rejects.toThrow('备份里多出文件 frozen/');
  });

  test('C-11 检查之后才被改动的文件也不会恢复出来', async () => {
    const stage = await aStage();
    const sha256 = await aList(stage, '甲县');
    const manifest = await backUp(stage);
    writeFileSync(join(stage.backup, 'frozen', frozenPath(sha256)), '乙县');
    const target = join(dirname(stage.backup), 'restored');
    await expect(restoreFrozen(stage.backup, manifest, target)).rejects.toThrow('缺失或被改动过');
    expect(existsSync(join(target, frozenPath(sha256)))).toBe(false);
  });

  test('C-13 缺失或损坏的冻结输入不妨碍备份其余的，但都说出来', async () => {
    const stage = await aStage();
    const good = await aList(stage, '甲县');
    const gone = await aList(stage, '乙县');
    const damaged = await aList(stage, '丙县');
    rmSync(join(stage.frozen, frozenPath(gone)));
    writeFileSync(join(stage.frozen, frozenPath(damaged)), '丁县');
    await backUp(stage);
    const read = await readBackup(stage.backup);
    expect(read).toMatchObject({ frozen: [good], frozenMissing: [gone, damaged].sort() });
  });

  test('C-13 备份途中不断有清册做完：备份里的行提到的文件都在备份里', async () => {
    const stage = await aStage();
    let isDone = false;
    let count = 0;
    const run = async () => {
      for (; !isDone; count += 1) await aList(stage, `第${count}份`);
    };
    const running = run();
    while (count < 20) await sleep(1);
    const before = count;
    const manifest = await backUp(stage);
    isDone = true;
    await running;
    expect(count).toBeGreaterThan(before + 5);
    const named = namedIn(stage.backup, manifest);
    expect(named.length).toBeGreaterThanOrEqual(before);
    expect(named.filter((sha256) => !manifest.frozen.includes(sha256))).toEqual([]);
    expect(manifest.frozenMissing).toEqual([]);
    await expect(readBackup(stage.backup)).resolves.toEqual(manifest);
  });

  test('清册登记输入哈希的列，备份都认得', async () => {
    const { ownerPool } = await testDatabase();
    const { rows } = await ownerPool.query<{ name: string }>(
      `select table_schema || '.' || table_name || '.' || column_name as name from information_schema.columns
       where table_schema = any($1) and column_name like '%sha256'`,
      [MODULE_ORDER],
    );
    const names = rows.map((row) => row.name);
    expect(names).toContain('allowances.unit_month.input_sha256');
    const others = names.filter((name) => !/\.(input|frozen|base)_sha256$/.test(name)).sort();
    expect(others).toEqual(OTHER_HASHES);
  });
});

function namedIn(backup: string, { tables }: Manifest): string[] {
  const table = tables.find(({ schema, name }) => schema === 'sample' && name === 'list');
  const text = gunzipSync(readFileSync(join(backup, table?.file ?? ''))).toString();
  return text
    .trim()
    .split('\n')
    .map((line) => line.split('\t')[1] ?? '');
}
