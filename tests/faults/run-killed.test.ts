import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Child, type Finished, openStage, type Stage } from './stage.ts';

// The short form runs with every change; KANGYANG_KILLS=50 KANGYANG_SERVER_KILLS=10 is the long one.
const KILLS = Number(process.env.KANGYANG_KILLS ?? 6);
const SERVER_KILLS = Number(process.env.KANGYANG_SERVER_KILLS ?? 2);
const PATIENCE_MS = 30_000 + 15_000 * Math.max(KILLS, SERVER_KILLS);

let stage: Stage;
let undisturbed: Finished;
let runMs: number;
beforeAll(async () => {
  stage = await openStage();
  const trial = await stage.trial();
  const child = trial.start();
  await child.started;
  const begun = performance.now();
  expect(await child.ended, child.errors()).toBe(0);
  runMs = performance.now() - begun;
  undisturbed = await trial.finished();
  await trial.drop();
}, 120_000);
afterAll(() => stage.close());

/** Kills at a random moment of the run; tells whether the run was still going on. */
async function atARandomMoment(child: Child, kill: () => void): Promise<boolean> {
  await child.started;
  await sleep(Math.random() * runMs);
  const isRunning = child.process.exitCode === null;
  kill();
  return isRunning;
}

type Trial = Awaited<ReturnType<Stage['trial']>>;

/** Asked again until it is done: a first answer after a restart of the database may still be an error. */
async function finish(trial: Trial): Promise<Finished> {
  for (let attempt = 1; ; attempt += 1) {
    const child = trial.start();
    const code = await child.ended;
    if (code === 0) return trial.finished();
    if (attempt === 5) throw new Error(`the run does not finish: ${child.errors()}`);
    await sleep(300);
  }
}

describe('计算途中断掉，再算一次接着做完', () => {
  test('检验本身会失败：少一行、多一行、改一分都看得出', async () => {
    const trial = await stage.trial();
    await finish(trial);
    expect(await trial.finished()).toEqual(undisturbed);
    expect(undisturbed.lineCount).toBeGreaterThan(400);
    await trial.query(
      `update allowances.pay_line set due_fen = due_fen + 1 where person_no = (select min(person_no) from allowances.pay_line where pay_month = 24284)`,
    );
    expect((await trial.finished()).lines).not.toBe(undisturbed.lines);
    await trial.query(
      'delete from allowances.pay_part where pay_month = 24284 and part_no = 0 and person_no % 100 = 7',
    );
    expect((await trial.finished()).parts).not.toBe(undisturbed.parts);
    await trial.drop();
  }, 60_000);

  test(
    `F03 F26 M-30 进程被kill -9（${KILLS}次，任意时刻）：清册与没有断过的逐字节相同，不多一行不少一行`,
    async () => {
      let struck = 0;
      for (let kill = 1; kill <= KILLS; kill += 1) {
        const trial = await stage.trial();
        const child = trial.start();
        if (await atARandomMoment(child, () => child.process.kill('SIGKILL'))) struck += 1;
        await child.ended;
        // Every third is struck a second time while it goes on.
        if (kill % 3 === 0) {
          const again = trial.start();
          await atARandomMoment(again, () => again.process.kill('SIGKILL'));
          await again.ended;
        }
        expect(await finish(trial), `kill ${kill}`).toEqual(undisturbed);
        await trial.drop();
      }
      expect(struck, 'kills that met a run under way').toBeGreaterThan(0);
    },
    PATIENCE_MS,
  );

  test(
    `F01 数据库被kill -9（${SERVER_KILLS}次，任意时刻）：恢复后接着做完，结果相同`,
    async () => {
      let struck = 0;
      for (let kill = 1; kill <= SERVER_KILLS; kill += 1) {
        const trial = await stage.trial();
        const child = trial.start();
        if (await atARandomMoment(child, () => process.kill(stage.postmasterPid(), 'SIGKILL'))) struck += 1;
        await child.ended;
        expect(await finish(trial), `kill ${kill}`).toEqual(undisturbed);
        await trial.drop();
      }
      expect(struck, 'kills that met a run under way').toBeGreaterThan(0);
    },
    PATIENCE_MS,
  );

  test('一个数据库连接被切断：再算一次接着做完', async () => {
    const trial = await stage.trial();
    const child = trial.start();
    await atARandomMoment(child, () => undefined);
    await trial.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
    await child.ended;
    expect(await finish(trial)).toEqual(undisturbed);
    await trial.drop();
  }, 60_000);

  test('两个进程同时接着做：每个县只算一次，结果相同', async () => {
    const trial = await stage.trial();
    const broken = trial.start();
    await atARandomMoment(broken, () => broken.process.kill('SIGKILL'));
    await broken.ended;
    const both = [trial.start(), trial.start()];
    for (const child of both) expect(await child.ended, child.errors()).toBe(0);
    expect(await trial.finished()).toEqual(undisturbed);
    await trial.drop();
  }, 60_000);
});
