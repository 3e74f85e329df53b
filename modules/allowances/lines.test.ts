import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Reply } from '#platform/contract/route.ts';
import { openStage, type Stage, YUHUAN } from './allowances.testing.ts';
import { LIST_KINDS, type Line, type ListKind, type listLines, SORTS, type showCountyMonth } from './contract.ts';
import { loadMonthOfPeople, type Named, renameTo } from './month-of-people.fixture.ts';

const MONTH = '/api/allowances/month/2023-08';
const LINES = `${MONTH}/lines`;

let stage: Stage;
let people: Named[];
beforeAll(async () => {
  stage = await openStage();
  people = await loadMonthOfPeople(stage);
  await stage.run('2023-08', YUHUAN);
});
afterAll(() => stage.close());

const noOf = (name: string) => people.find((each) => each.name === name)!.personNo;

async function page(query: Record<string, string>) {
  const answer = await stage.get(LINES, { query: { county: YUHUAN, ...query } });
  expect(answer.statusCode, answer.payload).toBe(200);
  return answer.json<Reply<typeof listLines>>();
}

async function pages(query: Record<string, string>): Promise<Line[]> {
  const lines: Line[] = [];
  for (let number = 1; ; number += 1) {
    const { lines: some, pageSize } = await page({ ...query, page: String(number) });
    lines.push(...some);
    if (some.length < pageSize) return lines;
  }
}

async function county() {
  const { result, ...rest } = (await stage.get(`${MONTH}/counties/${YUHUAN}`)).json<Reply<typeof showCountyMonth>>();
  return { ...rest, ...result! };
}

describe('清册', () => {
  test('任意的类别、镇、年龄档、排序、方向、页码：行、顺序、合计都对', async () => {
    const all = await pages({});
    const { towns, fromAges } = await page({});
    expect(fromAges).toEqual([80, 90, 100]);
    const town = towns.find(({ name }) => name === all[0]?.townName)!;
    for (const kind of [undefined, ...LIST_KINDS]) {
      for (const [where, age] of [[], [town], [undefined, 90], [town, 80]] as [typeof town?, number?][]) {
        const wanted = all.filter(
          (line) =>
            (!kind || isOfKind(line, kind)) &&
            (!where || line.townName === where.name) &&
            (age === undefined || line.bandFromAge === age),
        );
        const filter = {
          ...(kind ? { kind } : {}),
          ...(where ? { town: where.code } : {}),
          ...(age === undefined ? {} : { fromAge: String(age) }),
        };
        for (const sort of SORTS) {
          for (const direction of ['up', 'down'] as const) {
            const got = await pages({ ...filter, sort, direction });
            expect(got, JSON.stringify({ ...filter, sort, direction })).toEqual(
              inOrder(wanted, sort, direction, towns),
            );
          }
        }
        const { total } = await page(filter);
        expect(total).toEqual({ persons: wanted.length, amountFen: sumOf(wanted, kind) });
      }
    }
  }, 60_000);

  test('各类的合计与县页相同；姓名只留姓', async () => {
    const { byKind } = await county();
    for (const kind of LIST_KINDS) expect((await page({ kind })).total, kind).toEqual(byKind[kind]);
    const { totals } = await county();
    expect((await page({ kind: 'due' })).total).toEqual({ persons: totals.persons, amountFen: totals.amountFen });
    const { lines } = await page({});
    expect(new Set(lines.map(({ nameMasked }) => nameMasked))).toEqual(new Set(['合**']));
  });

  test('原因和事实日期：满龄、跨档（生日只到月）、死亡、此前未列入', async () => {
    const lines = new Map((await pages({})).map((line) => [line.personNo, line]));
    const causeOf = (name: string) => {
      const line = lines.get(noOf(name));
      return [line?.kind, line?.cause, line?.causeDay];
    };
    expect(causeOf('unchanged80')).toEqual(['unchanged', '', null]);
    expect(causeOf('reaching80')).toEqual(['new', '满龄', '2023-08-**']);
    expect(causeOf('reaching90')).toEqual(['changed', '跨年龄档', '2023-08-**']);
    expect(causeOf('diedInJuly')).toEqual(['stopped', '死亡', '2023-07-30']);
    expect(causeOf('diedInMay')).toEqual(['stopped', '死亡', '2023-05-09']);
    expect(causeOf('neverOrdered')[1]).toBe('此前未列入清册');
    expect(lines.has(noOf('younger'))).toBe(false);
  });

  test('B-65 排序、方向、类别、镇里的SQL和没有的县都不行', async () => {
    const broken: Record<string, string>[] = [
      { sort: 'person_no; drop table allowances.pay_line' },
      { direction: 'up nulls first' },
      { kind: "new' or 1=1" },
      { town: "331083001' or '1'='1" },
      { fromAge: '80 or 1=1' },
      { page: '0' },
      { county: "331083' --" },
      { whatever: '1' },
    ];
    for (const query of broken) {
      const answer = await stage.get(LINES, { query: { county: YUHUAN, ...query } });
      expect([answer.statusCode, answer.json().sentence], JSON.stringify(query)).toEqual([
        422,
        expect.stringContaining('填写有误'),
      ]);
    }
    for (const path of [LINES, `${LINES}.csv`]) {
      const nowhere = await stage.get(path, { query: { county: '339999' } });
      expect([nowhere.statusCode, nowhere.json().code], path).toEqual([404, 'allowances.no-county']);
    }
  });
});

describe('导出', () => {
  test('UTF-8带BOM，表头，一行一人，名称写在文件名里', async () => {
    const answer = await stage.get(`${LINES}.csv`, { query: { county: YUHUAN, kind: 'new' } });
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(decodeURIComponent(String(answer.headers['content-disposition']))).toContain(
      '高龄津贴清册-2023-08-玉环市-新增.csv',
    );
    expect([...answer.rawPayload.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [header, ...rows] = answer.payload.slice(1).trimEnd().split('\r\n');
    expect(header).toBe(
      '人员序号,姓名,县（市、区）,乡镇街道,类别,年龄档,本月应发（元）,上月已发（元）,补发（元）,追缴（元）,本次发放（元）,原因,事实日期,导出标记',
    );
    expect(rows).toHaveLength(12);
    expect(rows[0]).toMatch(/^\d+,合\*\*,玉环市,.+,新增,80,60,0,0,0,60,满龄,2023-08-\*\*,第 \d+ 号导出 .+$/);
    const whole = (await stage.get(`${LINES}.csv`)).payload.trimEnd().split('\r\n');
    expect(whole).toHaveLength(1 + (await page({})).total.persons);
  });

  test('B-60 表格软件会当公式算的单元格前面加撇号，真以减号开头的姓名也加；负数仍是数', async () => {
    const starts = ['=', '+', '-', '@', '\t', '\r', '=', '=1+1,"x"'];
    for (const [index, start] of starts.entries()) await renameTo(stage, index + 1, `${start}公式`);
    const { payload } = await stage.get(`${LINES}.csv`, { query: { county: YUHUAN } });
    const rows = payload.split(/(?<!")\r\n/);
    starts.forEach((start, index) => {
      const row = rows.find((each) => each.startsWith(`${index + 1},`)) ?? '';
      const cell = row.slice(row.indexOf(',') + 1);
      expect(cell.replace(/^"/, ''), start).toMatch(/^'/);
    });
    const recovered = rows.find((row) => row.startsWith(`${noOf('diedInMay')},`)) ?? '';
    expect(recovered.split(',').slice(8, 11)).toEqual(['0', '-120', '-120']);
    for (const index of starts.keys()) await renameTo(stage, index + 1, '合成甲');
  });
});

function isOfKind(line: Line, kind: ListKind): boolean {
  if (kind === 'backPay') return line.backPayFen > 0;
  return kind === 'recovery' ? line.recoveryFen < 0 : line.kind === kind;
}

function sumOf(lines: readonly Line[], kind: ListKind | undefined): number {
  const column = { backPay: 'backPayFen', recovery: 'recoveryFen', stopped: 'beforeFen' } as const;
  const name = column[kind as keyof typeof column] ?? 'dueFen';
  return lines.reduce((sum, line) => sum + line[name], 0);
}

type Towns = readonly { code: string; name: string }[];

/** Unbanded lines (nobody is due) come last upwards, first downwards, as the database keeps them. */
function inOrder(lines: readonly Line[], sort: (typeof SORTS)[number], direction: 'up' | 'down', towns: Towns): Line[] {
  const key = (line: Line) => {
    const townCode = Number(towns.find(({ name }) => name === line.townName)?.code);
    const values = { person: line.personNo, town: townCode, band: line.bandFromAge ?? 999 };
    return { ...values, due: line.dueFen, pay: line.payFen }[sort];
  };
  const upwards = lines.toSorted((a, b) => key(a) - key(b) || a.personNo - b.personNo);
  return direction === 'up' ? upwards : upwards.toReversed();
}
