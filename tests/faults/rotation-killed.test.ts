import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { readKeyList } from '#platform/keys/key.list.ts';
import { depsOn, MASTER, openStage, type Stage } from '#platform/keys/keys.testing.ts';
import { continueRotation } from '#platform/keys/rotate-keys.ts';
import type { RotationWish } from './rotation-child.ts';

/** KANGYANG_KILLS=50 is the long form. */
const KILLS = Number(process.env.KANGYANG_KILLS ?? 3);
const ROWS = 12_000;

function rotateElsewhere({ database }: Stage): ChildProcess {
  const wish: RotationWish = { config: database.config, master: MASTER.toString('hex') };
  const file = join(import.meta.dirname, 'rotation-child.ts');
  return spawn(process.execPath, [file, JSON.stringify(wish)], { stdio: ['ignore', 'pipe', 'inherit'] });
}

const done = async ({ database }: Stage): Promise<number> =>
  (await database.ownerPool.query('select coalesce(sum(rows_done), 0)::int as n from platform.key_rotation_column'))
    .rows[0].n;

test(`C-23 F26 轮换密钥的进程被kill -9（${KILLS}次）：停在半路的都打得开，再来一次接着做完，一行不少`, async () => {
  const stage = await openStage(ROWS);
  onTestFinished(() => stage.database.close());
  await stage.ask();
  let struck = 0;
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const before = await done(stage);
    const child = rotateElsewhere(stage);
    const ended = once(child, 'exit');
    await once(child.stdout ?? child, 'data');
    await expect.poll(() => done(stage), { timeout: 30_000, interval: 5 }).toBeGreaterThan(before);
    await sleep(Math.random() * 30);
    child.kill('SIGKILL');
    const [, signal] = await ended;
    const after = await stage.patients();
    expect(Object.values(after).reduce((sum, count) => sum + count, 0)).toBe(ROWS);
    if (signal === 'SIGKILL' && (after[1] ?? 0) > 0) struck += 1;
    if ((after[1] ?? 0) === 0) break;
  }
  expect(struck, 'kills that met a rotation under way').toBeGreaterThan(0);

  const again = await depsOn(stage.database, undefined);
  expect(await continueRotation(again)).toMatchObject({ keyId: 2, retired: [1] });
  expect(await stage.patients()).toEqual({ 2: ROWS });
  const { rotations } = await readKeyList(stage.database.pool);
  expect(rotations).toHaveLength(1);
  expect(rotations[0]?.finishedAt).not.toBeNull();
}, 300_000);
