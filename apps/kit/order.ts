type Value = string | number | null;

/** Rows in the order of one value, equal ones as they stood; rows without a value come last either way. */
export function ordered<Row>(rows: readonly Row[], read: (row: Row) => Value, direction: 'up' | 'down'): Row[] {
  const sign = direction === 'up' ? 1 : -1;
  return rows.toSorted((rowA, rowB) => {
    const [a, b] = [read(rowA), read(rowB)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * compare(a, b);
  });
}

/** Numbers by size, words by the Chinese dictionary. */
function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'zh-CN');
}
