import { allocateColumns, COLUMN_NAMES, type InputColumns } from './columns.ts';

/**
 * 冻结文件续用: a unit's input as it stands, from its last frozen file: without the persons who changed since (in order of
 * number), and with the rows they have now. All in order of person and day.
 */
export function renewed(
  base: InputColumns,
  changed: Int32Array,
  rows: InputColumns,
  allocate: (length: number) => InputColumns = allocateColumns,
): InputColumns {
  const pieces: Piece[] = [];
  let from = 0;
  let next = 0;
  for (const personNo of changed) {
    const start = rowFrom(base, personNo, from);
    if (start > from) pieces.push({ columns: base, from, to: start });
    from = rowFrom(base, personNo + 1, start);
    const end = rowFrom(rows, personNo + 1, next);
    if (end > next) pieces.push({ columns: rows, from: next, to: end });
    next = end;
  }
  if (base.length > from) pieces.push({ columns: base, from, to: base.length });
  if (next !== rows.length) throw new Error('rows of persons who are not among the changed ones');
  return joined(pieces, allocate);
}

type Piece = { columns: InputColumns; from: number; to: number };

function joined(pieces: readonly Piece[], allocate: (length: number) => InputColumns): InputColumns {
  const all = allocate(pieces.reduce((sum, { from, to }) => sum + to - from, 0));
  let at = 0;
  for (const { columns, from, to } of pieces) {
    for (const name of COLUMN_NAMES) all[name].set(columns[name].subarray(from, to), at);
    at += to - from;
  }
  return all;
}

/** The first row, at or after `low`, of a person with this number or a higher one. */
function rowFrom({ length, person_no }: InputColumns, personNo: number, low: number): number {
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (person_no[middle]! < personNo) low = middle + 1;
    else high = middle;
  }
  return low;
}
