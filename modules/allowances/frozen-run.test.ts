import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { reportFact } from '#modules/people/index.ts';
import { childrenOf } from '#modules/places/index.ts';
import { committing } from '#platform/testing/database.ts';
import { aDeath, aPerson, openStage, paid, type Stage, WENLING, YUHUAN } from './allowances.testing.ts';

// Enough counties that everybody is read at once.
const COUNTIES = ['331002', '331022', '331023', WENLING, YUHUAN];
const villageOf = (county: string) => childrenOf(childrenOf(county)[0]!.code)[0]!.code;

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
  await stage.load(
    COUNTIES.flatMap((county) => ['1938-04-11', '1932-01-20'].map((day) => aPerson(day, villageOf(county)))),
  );
  for (const [index, county] of COUNTIES.entries()) {
    await stage.open(county, [paid(index * 2 + 1, '2023-01', '2023-07', 6_000)]);
  }
  await stage.run('2023-08');
});
afterEach(() => stage.close());

const frozen = async () =>
  new Map(
    (
      await stage.rows<{ unit: number; sha256: string | null }>(
        'select unit, frozen_sha256 as sha256 from policy.unit_input order by unit',
      )
    ).map(({ unit, sha256 }) => [String(unit), sha256]),
  );
const lists = async () =>
  new Map(
    (
      await stage.rows<{ unit: string; sha256: string }>(
        'select unit, list_sha256 as sha256 from allowances.unit_month where pay_month = 24283 order by unit',
      )
    ).map(({ unit, sha256 }) => [unit, sha256]),
  );
const fileOf = (sha256: string | null | undefined) =>
  join(stage.frozenFolder, String(sha256).slice(0, 2), `${sha256}.input`);
/** So that every unit must be computed again. */
async function forgetLists(): Promise<void> {
  for (const table of ['pay_line', 'pay_part', 'unit_month']) await stage.rows(`delete from allowances.${table}`);
}
/** As nobody may: the rows then differ from the frozen files, and the list shows which of the two was read. */
const spoilRows = () => stage.rows('update policy.input set death_day = born_day + 1');

test('第一次计算：每县的输入冻结成文件，登记哈希', async () => {
  const units = await frozen();
  expect([...units.keys()]).toEqual([...COUNTIES].sort());
  for (const sha256 of units.values()) expect(existsSync(fileOf(sha256))).toBe(true);
});

test('事实没有变：再算时读冻结文件，不读数据库里的行，清册相同', async () => {
  const before = await lists();
  await forgetLists();
  await spoilRows();
  await stage.run('2023-08');
  expect(await lists()).toEqual(before);
});

test('一县的事实变了：只有这一县重读，冻结成新文件', async () => {
  const [before, files] = [await lists(), await frozen()];
  await committing(
    stage.database.db,
    (ctx) => reportFact(ctx, COUNTIES.indexOf(YUHUAN) * 2 + 1, aDeath('2023-07-03')),
    { now: stage.clock.now },
  );
  await forgetLists();
  await stage.run('2023-08');
  const changed = (now: Map<string, unknown>, then: Map<string, unknown>) =>
    [...now].filter(([unit, sha256]) => then.get(unit) !== sha256).map(([unit]) => unit);
  expect(changed(await lists(), before)).toEqual([YUHUAN]);
  expect(changed(await frozen(), files)).toEqual([YUHUAN]);
});

test('一县的事实变了：其余的人仍由冻结文件来，只读变动的人的行；整县重算、单县重算都是', async () => {
  const lines = () =>
    stage.rows<{ person_no: number; kind: string }>(
      'select person_no, kind from allowances.pay_line where unit = $1 order by 1',
      [YUHUAN],
    );
  const [one, other] = (await lines()).map(({ person_no }) => person_no);
  await spoilRows();
  for (const [personNo, county] of [[one], [other, YUHUAN]] as [number, string?][]) {
    await committing(stage.database.db, (ctx) => reportFact(ctx, personNo, aDeath('2023-07-03')), {
      now: stage.clock.now,
    });
    await stage.run('2023-08', county);
    const [first, second] = await lines();
    expect(first).toMatchObject({ person_no: one, kind: 'stopped' });
    if (personNo === one) expect(second).toMatchObject({ person_no: other, kind: 'new' });
    else expect(second?.kind).not.toBe('new');
  }
  expect(await stage.rows('select from policy.unit_change')).toEqual([]);
});

test('升级以后引擎输入要重做：重做以前人员页照旧回答，再算清册相同', async () => {
  const before = await lists();
  const why = async () => (await stage.get('/api/allowances/people/1/month/2023-08')).json();
  const answer = await why();
  expect(answer.amountFen).toBeGreaterThan(0);
  // As policy-0006-village.sql leaves a database.
  await stage.rows('delete from policy.input_state');
  await stage.rows('update policy.unit_input set frozen_sha256 = null, base_sha256 = null');
  expect(await why()).toEqual(answer);
  await forgetLists();
  await stage.run('2023-08');
  expect(await lists()).toEqual(before);
  expect(await why()).toEqual(answer);
});

test('冻结文件被改动：不计算，说明是哪个文件、怎么办；移走以后从数据库重读', async () => {
  const before = await lists();
  await forgetLists();
  const file = fileOf((await frozen()).get(YUHUAN));
  writeFileSync(file, Buffer.alloc(64));
  await expect(stage.run('2023-08')).rejects.toThrow(`冻结输入文件 ${file} 的内容与登记的哈希不符`);
  expect(await lists()).toEqual(new Map());
  expect(await stage.rows('select failed from allowances.run order by run_no desc limit 1')).toEqual([
    { failed: expect.stringMatching(/^冻结输入文件.*请从备份恢复/) },
  ]);
  stage.log.length = 0;
  rmSync(file);
  await stage.run('2023-08');
  expect(await lists()).toEqual(before);
  expect(existsSync(file)).toBe(true);
});

test('程序出错：屏幕上只有批次编号，没有错误堆栈', async () => {
  await stage.rows('alter table allowances.pay_line_24283 add constraint no_more check (false) not valid');
  await forgetLists();
  await expect(stage.run('2023-08')).rejects.toThrow('系统出错了，已记录。请把批次编号 2 告诉管理员。');
});
