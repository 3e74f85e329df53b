import { z } from 'zod';
import { fenFromYuan, yuanFromFen } from '#platform/money/money.ts';
import { month } from './contract.ts';

const yuan = z.string().refine((text) => fenFromYuan(text) !== undefined, '金额写作 60 或 60.50');
const cells = {
  bands: z.array(z.strictObject({ persons: z.int().min(0), amountYuan: yuan.optional() })).optional(),
  persons: z.int().min(0).optional(),
  amountYuan: yuan.optional(),
};

/** 发放表 as published or handed in: what is left out was not written there and is not checked. */
export const publishedTableSchema = z.strictObject({
  title: z.string(),
  source: z.string(),
  url: z.string().nullable(),
  county: z.string(),
  month,
  bands: z.array(z.strictObject({ fromAge: z.int(), toAge: z.int().nullable(), monthlyYuan: yuan })).min(1),
  /** A known payment on top, by which a surplus may be explained. */
  addOn: z.strictObject({ name: z.string(), monthlyYuan: yuan }).optional(),
  /** Whether the rows are all there are; only then must they add up to the totals. */
  complete: z.boolean(),
  rows: z.array(z.strictObject({ name: z.string(), ...cells })),
  total: z.strictObject(cells),
  backPay: z.strictObject({ persons: z.int(), amountYuan: yuan, withAllYuan: yuan }).optional(),
});
export type PublishedTable = z.infer<typeof publishedTableSchema>;

/** A cell that does not fit: where it stands, what is written, what the rest of the table makes of it. */
export type Finding = {
  row: string;
  column: string;
  unit: 'person' | 'fen';
  written: number;
  expected: number;
  sentence: string;
};

type Row = PublishedTable['total'] & { name: string };
type Cell = Omit<Finding, 'sentence' | 'written'> & { written: number | undefined; because: string };

const TOTAL = '合计';
const ALL_PERSONS = '人数合计';
const ALL_AMOUNT = '金额合计';

/**
 * 发放表复核: recomputes every written amount and sum (persons × rate, across each row, down each column) and points at
 * each cell that does not fit. A wrong cell is reported once: sums are taken over what the cells should be.
 */
export function checkPublishedTable(table: PublishedTable): Finding[] {
  const total = { ...table.total, name: TOTAL };
  return [
    ...table.rows.flatMap((row) => acrossRow(row, table)),
    ...(table.complete ? downColumns(total, table) : []),
    ...acrossRow(total, table),
    ...backPayCells(table),
  ].flatMap((cell) => findingOf(cell));
}

/** Persons × rate is the band's amount; the bands together are the row. */
function acrossRow({ name, bands, persons, amountYuan }: Row, table: PublishedTable): Cell[] {
  if (!bands) return [];
  const amounts = bands.map((band, index) => band.persons * rateOf(table, index));
  const perBand = bands.map(
    (band, index): Cell => ({
      ...amountCell(name, `${bandName(table, index)}金额`, band.amountYuan, amounts[index] ?? 0),
      because: `${band.persons}人每人${yuanFromFen(rateOf(table, index))}元`,
    }),
  );
  const expected = sum(amounts);
  return [
    ...perBand,
    personCell(name, ALL_PERSONS, persons, sum(bands.map((band) => band.persons)), '各档人数相加'),
    {
      ...amountCell(name, ALL_AMOUNT, amountYuan, expected),
      because: `各档人数乘标准再相加${surplusWords(table, amountYuan, expected)}`,
    },
  ];
}

/** The rows of a complete table add up to its last line. */
function downColumns(total: Row, table: PublishedTable): Cell[] {
  const { rows } = table;
  const because = `${rows.length}行相加`;
  const perBand = (total.bands ?? []).map((band, index) =>
    personCell(
      TOTAL,
      `${bandName(table, index)}人数`,
      band.persons,
      sum(rows.map((row) => row.bands?.[index]?.persons ?? 0)),
      because,
    ),
  );
  const amounts = rows.map((row) =>
    row.bands ? sum(row.bands.map((band, index) => band.persons * rateOf(table, index))) : fen(row.amountYuan),
  );
  return [...perBand, { ...amountCell(TOTAL, ALL_AMOUNT, total.amountYuan, sum(amounts)), because }];
}

function backPayCells({ total, backPay }: PublishedTable): Cell[] {
  if (!backPay) return [];
  const expected = fen(total.amountYuan) + fen(backPay.amountYuan);
  return [{ ...amountCell(TOTAL, '含补发总计', backPay.withAllYuan, expected), because: '金额合计加补发' }];
}

/** A surplus said in the terms of the known add-on: so many persons, and what is still left. */
function surplusWords({ addOn }: PublishedTable, writtenYuan: string | undefined, expected: number): string {
  const surplus = fen(writtenYuan) - expected;
  if (!addOn || surplus <= 0) return '';
  const each = fen(addOn.monthlyYuan);
  const persons = Math.floor(surplus / each);
  const rest = surplus - persons * each;
  const left = rest === 0 ? '' : `，另有${yuanFromFen(rest)}元`;
  return `；多出的部分相当于${addOn.name}${persons}人每人${addOn.monthlyYuan}元${left}，须由填报单位说明`;
}

function findingOf({ because, written, ...cell }: Cell): Finding[] {
  const { row, column, unit, expected } = cell;
  if (written === undefined || written === expected) return [];
  const say = (value: number) => (unit === 'fen' ? `${yuanFromFen(value)}元` : `${value}人`);
  const sentence = `${row}“${column}”列${say(written)}，应为${say(expected)}，相差${say(written - expected)}（${because}）。`;
  return [{ ...cell, written, sentence }];
}

function amountCell(row: string, column: string, writtenYuan: string | undefined, expected: number) {
  const written = writtenYuan === undefined ? undefined : fen(writtenYuan);
  return { row, column, unit: 'fen' as const, written, expected };
}

function personCell(row: string, column: string, written: number | undefined, expected: number, because: string): Cell {
  return { row, column, unit: 'person', written, expected, because };
}

function bandName({ bands }: PublishedTable, index: number): string {
  const band = bands[index];
  if (!band) return `第${index + 1}档`;
  return band.toAge === null ? `${band.fromAge}周岁及以上` : `${band.fromAge}—${band.toAge}周岁`;
}

function rateOf({ bands }: PublishedTable, index: number): number {
  return fen(bands[index]?.monthlyYuan);
}

function fen(text: string | undefined): number {
  return fenFromYuan(text ?? '0') ?? 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
