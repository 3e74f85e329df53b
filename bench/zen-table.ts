import { governingBook } from '#modules/policy/decide/governing-book.ts';
import { INCOMES, PENSIONS } from '#modules/policy/input/codes.ts';
import type { Band, Condition, Parameters, Rulebook, RuleVersion } from '#modules/policy/rule.ts';
import type { MonthNo } from '#platform/month/month.ts';

/** What a row of the table may ask about a person; ages in months, lengths of stay in full years on a day of the month. */
export const ZEN_FIELDS = [
  'ageMonths',
  'income',
  'pension',
  'countyYearsFirstDay',
  'countyYearsLastDay',
  'cityYearsFirstDay',
  'cityYearsLastDay',
] as const;
export type ZenField = (typeof ZEN_FIELDS)[number];
type Cells = Partial<Record<ZenField, string>>;
type TableRow = { cells: Cells; fen: number };

/** A decision of zen-engine in its own JSON (JDM). */
export type ZenDecision = { nodes: object[]; edges: object[] };

/**
 * 对照用决策表: what stands in a county in a month as one decision table, a row for each band; undefined where a table
 * cannot say it: rules that compare with each other, yearly amounts, overlapping bands, conditions of other kinds.
 */
export function zenTable(law: Rulebook, county: string, month: MonthNo): ZenDecision | undefined {
  const book = governingBook(law);
  const base = book.baseOf(county, month);
  const standings = [...(base ? [base] : []), ...book.extrasOf(county, month)];
  const rows: (TableRow | undefined)[] = [];
  for (const standing of standings) {
    if (standing.type === 'draft' || standing.version.parameters.stacking.type !== 'adds') return undefined;
    rows.push(...rowsOf(standing.version));
  }
  const known = rows.filter((row) => row !== undefined);
  if (known.length === 0 || known.length < rows.length) return undefined;
  return decisionOf(known, standings.length === 1 ? 'first' : 'collect');
}

function rowsOf({ parameters }: RuleVersion): (TableRow | undefined)[] {
  const { bands, conditions } = parameters;
  return bands.map((band, index) => {
    const overlaps =
      (bands[index + 1]?.fromAge ?? Number.POSITIVE_INFINITY) <= (band.toAge ?? Number.POSITIVE_INFINITY);
    const isPlain =
      band.monthlyFen !== null && band.yearly === null && !band.addOn && !(overlaps && index + 1 < bands.length);
    const cells = cellsOf([...conditions, ...band.conditions]);
    if (!isPlain || !cells || band.monthlyFen === null) return undefined;
    return { cells: { ageMonths: ageCell(band, parameters), ...cells }, fen: band.monthlyFen };
  });
}

function ageCell(band: Band, { bands, firstMonth, bandChange }: Parameters): string {
  const changeLag = bandChange === 'month-after-birth' ? 1 : 0;
  const isLowest = band.fromAge === Math.min(...bands.map(({ fromAge }) => fromAge));
  const entryLag = isLowest ? (firstMonth === 'month-after-birth' ? 1 : 0) : changeLag;
  const from = band.fromAge * 12 + entryLag;
  return band.toAge === null ? `>= ${from}` : `[${from}..${(band.toAge + 1) * 12 + changeLag - 1}]`;
}

/** Undefined for a condition the table has no column for, or two about the same. */
function cellsOf(conditions: readonly Condition[]): Cells | undefined {
  const cells: Cells = {};
  for (const condition of conditions) {
    if (condition.type === 'hukou-in-division' && condition.years === 0) continue;
    const cell = cellOf(condition);
    if (!cell || cells[cell.field] !== undefined) return undefined;
    cells[cell.field] = cell.text;
  }
  return cells;
}

function cellOf(condition: Condition): { field: ZenField; text: string } | undefined {
  switch (condition.type) {
    case 'income':
      return { field: 'income', text: oneOf(INCOMES.filter((each) => condition.in.includes(each))) };
    case 'pension':
      return { field: 'pension', text: oneOf(PENSIONS.filter((each) => condition.in.includes(each))) };
    case 'pension-not':
      return { field: 'pension', text: oneOf(PENSIONS.filter((each) => !condition.in.includes(each))) };
    case 'hukou-in-division': {
      if (condition.reach === 'province') return undefined;
      const from = condition.reach === 'city' ? 'city' : 'county';
      const day = condition.counts === 'any-day' || condition.counts === 'last-day' ? 'LastDay' : 'FirstDay';
      return { field: `${from}Years${day}`, text: `>= ${condition.years}` };
    }
    default:
      return undefined;
  }
}

function oneOf(values: readonly string[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ');
}

/** `first` stops at the first row that fits; `collect` gives all of them, for a county where two documents add up. */
function decisionOf(rows: readonly TableRow[], hitPolicy: 'first' | 'collect'): ZenDecision {
  const fields = ZEN_FIELDS.filter((field) => rows.some(({ cells }) => cells[field] !== undefined));
  const content = {
    hitPolicy,
    inputs: fields.map((field) => ({ id: field, name: field, field, type: 'expression' })),
    outputs: [{ id: 'fen', name: 'fen', field: 'fen', type: 'expression' }],
    rules: rows.map(({ cells, fen }, index) => ({
      _id: `row-${index}`,
      ...Object.fromEntries(fields.map((field) => [field, cells[field] ?? ''])),
      fen: String(fen),
    })),
  };
  return {
    nodes: [
      { id: 'person', type: 'inputNode', name: 'person', position: { x: 0, y: 0 } },
      { id: 'rules', type: 'decisionTableNode', name: 'rules', position: { x: 200, y: 0 }, content },
      { id: 'due', type: 'outputNode', name: 'due', position: { x: 400, y: 0 } },
    ],
    edges: [
      { id: 'in', type: 'edge', sourceId: 'person', targetId: 'rules' },
      { id: 'out', type: 'edge', sourceId: 'rules', targetId: 'due' },
    ],
  };
}
