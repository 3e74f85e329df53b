import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import type { InputRow } from '#modules/policy/input/input-row.ts';
import { rulebook as randomLaw } from '#modules/policy/kernel/random-law.testing.ts';
import { person as randomPerson } from '#modules/policy/kernel/random-people.testing.ts';
import type { Rulebook } from '#modules/policy/rule.ts';
import { dayNo, monthNo } from '#platform/month/month.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { coverageDocument, readCoverageDocument } from '#tools/rule-coverage/document.ts';
import { coverageTable } from '#tools/rule-coverage/table.ts';
import { aimedLaw, plainTerms } from './aimed-law.ts';
import { type AimedPerson, aimedPerson } from './aimed-people.ts';
import { compareLaws, lawsByValue } from './compared.ts';
import { life, settleLives } from './lives.ts';
import { expectBandsTimesAmounts, expectEqual, threeWays } from './parity.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const DOCUMENT = join(ROOT, 'docs', 'coverage.md');
const isLong = process.env.KANGYANG_COVERAGE === 'long';
const LONG_FLOOR = 1_000;
/** Laws, people a law, groups of lives, lives a group: the short form of every day, and the long one that writes the document. */
const SIZE = isLong
  ? { random: [120, 60], aimed: [400, 150], lives: [130, 120], compared: [60, 60], floor: LONG_FLOOR }
  : { random: [8, 40], aimed: [16, 100], lives: [6, 40], compared: [2, 25], floor: 2 };
const FROM = monthNo('2021-11');
const THROUGH = monthNo('2025-03');
const ASKED = dayNo('2023-02-07');
const MONTHS = Array.from({ length: THROUGH - FROM + 1 }, (_, index) => FROM + index);

const table = coverageTable(join(ROOT, 'rulebook', 'lists', 'source-codes.yaml'));
let client: pg.PoolClient;
let persons = 0;

beforeAll(async () => {
  client = await (await testDatabase()).ownerPool.connect();
  return () => client.release();
});

/** Parity of the three engines, and every person's months shown to the table. */
async function compareAndCount(name: string, law: Rulebook, people: readonly AimedPerson[]): Promise<void> {
  const three = await threeWays(client, {
    law,
    province: '330000',
    people: people.map(({ rows }) => rows),
    from: FROM,
    through: THROUGH,
  });
  expectEqual(three, name);
  expectBandsTimesAmounts(law, three);
  for (const [index, { rows, decisions }] of three.persons.entries()) {
    persons += 1;
    const confirmations = people[index]?.confirmations ?? 0;
    decisions.forEach((decision, at) => {
      table.see(persons, { law, rows, month: decision.month, decision, previous: decisions[at - 1], confirmations });
    });
  }
}

/** Whatever the law asks for is there: hukou in the county, an application, a confirmation, no suspension. */
function asAskedEverywhere(row: InputRow): InputRow {
  const { appliedDay, confirmedDay } = row;
  return {
    ...row,
    area: '331083',
    suspension: 0,
    appliedDay: appliedDay ?? ASKED,
    confirmedDay: confirmedDay ?? ASKED,
  };
}

describe('规则覆盖表：三种算法逐县逐月一致，每个代码、每个必测格子都有人用到', () => {
  test('任意的规则，任意的人', async () => {
    const [laws = 0, people = 0] = SIZE.random;
    for (const [seed, law] of fc.sample(randomLaw, { numRuns: laws, seed: 1 }).entries()) {
      const all = fc.sample(randomPerson, { numRuns: people, seed });
      await compareAndCount(
        `任意 ${seed}`,
        law,
        all.map((rows) => ({ rows, confirmations: 0 })),
      );
    }
  }, 600_000);

  test('对准边界的规则，对准边界的人', async () => {
    const [laws = 0, people = 0] = SIZE.aimed;
    for (const [seed, law] of fc.sample(aimedLaw, { numRuns: laws, seed: 2 }).entries()) {
      await compareAndCount(`对准 ${seed}`, law, fc.sample(aimedPerson, { numRuns: people, seed }));
    }
  }, 1_200_000);

  test('R-02 R-04 R-05 R-07 R-08 一次次结算：迟报、身故、撤销、新标准，发放后再算没有差额', () => {
    const [groups = 0, lives = 0] = SIZE.lives;
    for (const [seed, terms] of fc.sample(plainTerms, { numRuns: groups, seed: 3 }).entries()) {
      for (const settled of settleLives(terms, fc.sample(life, { numRuns: lives, seed }))) {
        persons += 1;
        expect(settled.again).toEqual([]);
        table.seeSettled(persons, settled);
      }
    }
  }, 600_000);

  test('R-02 R-03 同一人：换支付周期不改应发额，六种起算各有首付月', async () => {
    const [groups = 0, people = 0] = SIZE.compared;
    for (const [seed, terms] of fc.sample(plainTerms, { numRuns: groups, seed: 4 }).entries()) {
      const all = fc.sample(aimedPerson, { numRuns: people, seed }).map(({ rows }) => rows.map(asAskedEverywhere));
      for (const field of ['firstMonth', 'payCycle'] as const) {
        const laws = lawsByValue(terms, field);
        const [, law] = [...laws][seed % laws.size]!;
        expectEqual(
          await threeWays(client, { law, province: '330000', people: all, from: FROM, through: THROUGH }),
          field,
        );
        for (const compared of compareLaws(laws, field, all, MONTHS)) {
          persons += 1;
          table.seeCompared(persons, compared);
        }
      }
    }
  }, 600_000);

  test('没有空格子；文档列的正是这些格子，每格至少一千人、一千人月', () => {
    const counted = table.counted();
    const thin = counted.filter(({ persons: people, months }) => people < SIZE.floor || months < SIZE.floor);
    expect(thin).toEqual([]);
    if (isLong) writeFileSync(DOCUMENT, coverageDocument(counted, LONG_FLOOR));
    const listed = readCoverageDocument(readFileSync(DOCUMENT, 'utf8'));
    const cells = (list: readonly { group: string; name: string; title: string }[]) =>
      list.map(({ group, name, title }) => `${group}|${name}|${title}`);
    expect(cells(listed), '请按 docs/coverage.md 开头的命令重新生成').toEqual(cells(counted));
    expect(listed.filter(({ persons: people, months }) => people < LONG_FLOOR || months < LONG_FLOOR)).toEqual([]);
  });
});
