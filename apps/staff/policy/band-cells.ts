import type { RuleRow } from '#modules/policy/contract.ts';

type Band = RuleRow['bands'][number];
/** One cell of the table divisions × bands: it spans columns; no bands: nothing for these ages. */
export type BandCell = { fromAge: number; columns: number; bands: Band[] };

/** Ages at which any band of any rule begins or has just ended, youngest first: the table's columns. */
export function columnAges(rows: readonly Pick<RuleRow, 'bands'>[]): number[] {
  const bands = rows.flatMap((row) => row.bands);
  const ages = new Set(bands.flatMap(({ fromAge, toAge }) => (toAge === null ? [fromAge] : [fromAge, toAge + 1])));
  return [...ages].toSorted((a, b) => a - b);
}

/** Lays a rule's bands over the columns: bands of the same age share a cell, a cell reaches to the next band. */
export function bandCells(bands: readonly Band[], ages: readonly number[]): BandCell[] {
  const cells: BandCell[] = [];
  for (const age of ages) {
    const covering = bands.filter(({ fromAge, toAge }) => fromAge <= age && (toAge === null || age <= toAge));
    const last = cells.at(-1);
    if (last !== undefined && isSame(last.bands, covering)) last.columns += 1;
    else cells.push({ fromAge: age, columns: 1, bands: covering });
  }
  return cells;
}

function isSame(a: readonly Band[], b: readonly Band[]): boolean {
  return a.length === b.length && a.every((band, position) => band === b[position]);
}
