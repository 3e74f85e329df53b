import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { readBackup } from '#platform/backup/manifest.ts';
import { restoreBackup } from '#platform/backup/restore-backup.ts';
import { writeBackup } from '#platform/backup/write-backup.ts';
import { type ClonedDatabase, cloneDatabase } from '#platform/testing/database.ts';
import { MODULE_ORDER } from '#server/module-order.ts';
import { aDataFolder } from './kangyang.ts';

const CLOSED = 24283;
const CLOSE = "select allowances.close_pay_month('pay_line', $1), allowances.close_pay_month('pay_part', $1)";
const OPEN = 24284;

const LINE = `(pay_month, benefit, person_no, unit, county, town, kind, due_fen, before_fen, before_county, before_town,
  back_pay_fen, recovery_fen, pay_fen, held_fen, cause)`;

async function aDatabase(): Promise<ClonedDatabase> {
  const database = await cloneDatabase();
  onTestFinished(database.close);
  return database;
}

async function aLine(pool: pg.Pool, table: string, month: number, personNo: number): Promise<void> {
  await pool.query(
    `insert into allowances.${table} ${LINE}
     values ($1, 'old-age-allowance', $2, '331083', '331083', '331083001', 'new', 6000, 0, '', '', 0, 0, 6000, 0, '')`,
    [month, personNo],
  );
}

/** Begins a backup and holds it at its first large table, so that its snapshot is taken and most is not yet read. */
async function aBackupHeldBy(source: ClonedDatabase, folder: string) {
  const holder = await source.ownerPool.connect();
  await holder.query('begin');
  await holder.query('lock table allowances.opening in access exclusive mode');
  const written = writeBackup(source.ownerPool, {
    folder,
    schemas: MODULE_ORDER,
    masterKeyFile: '/none',
    frozenFolder: '/none',
    filesFolder: '/none',
    withKeys: false,
    report: () => undefined,
  });
  const waits = "select from pg_locks where not granted and relation = 'allowances.opening'::regclass";
  while ((await holder.query(waits)).rowCount === 0) await sleep(5);
  return async () => {
    await holder.query('commit');
    holder.release();
    return written;
  };
}

async function personsOf(pool: pg.Pool, table: string): Promise<number[]> {
  const { rows } = await pool.query<{ no: number }>(`select person_no as no from allowances.${table} order by 1`);
  return rows.map(({ no }) => no);
}

test('C-13 备份途中一次计算做完、清册月份挂接：备份仍是开始那一刻的，恢复后计算能接着做完', async () => {
  const source = await aDatabase();
  await source.bulkPool.query('select allowances.open_pay_month($1)', [CLOSED]);
  await source.bulkPool.query(CLOSE, [CLOSED]);
  await source.bulkPool.query('select allowances.open_pay_month($1)', [OPEN]);
  await aLine(source.bulkPool, 'pay_line', CLOSED, 1);
  await aLine(source.bulkPool, `pay_line_${OPEN}`, OPEN, 2);
  const folder = join(dirname(aDataFolder()), 'backup');
  const goOn = await aBackupHeldBy(source, folder);
  await aLine(source.bulkPool, `pay_line_${OPEN}`, OPEN, 3);
  await source.bulkPool.query(CLOSE, [OPEN]);
  await goOn();

  const target = await aDatabase();
  await restoreBackup(target.ownerPool, folder, await readBackup(folder), () => undefined);
  expect(await personsOf(target.bulkPool, 'pay_line')).toEqual([1]);
  expect(await personsOf(target.bulkPool, `pay_line_${OPEN}`)).toEqual([2]);
  await aLine(target.bulkPool, `pay_line_${OPEN}`, OPEN, 3);
  await expect(aLine(target.bulkPool, `pay_line_${OPEN}`, CLOSED, 4)).rejects.toThrow('_month');
  await target.bulkPool.query(CLOSE, [OPEN]);
  expect(await personsOf(target.bulkPool, 'pay_line')).toEqual([1, 2, 3]);
});
