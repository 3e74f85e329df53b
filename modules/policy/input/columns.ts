import { codeOf, divisionOfNumber, HUKOU_KINDS, INCOMES, numberOfDivision, PENSIONS, STATUSES } from './codes.ts';
import type { InputRow } from './input-row.ts';

/** The columns of policy.input in the order they are read, written and frozen. */
export const COLUMN_NAMES = [
  'person_no',
  'from_day',
  'to_day',
  'unit',
  'born_day',
  'death_day',
  'known_day',
  'area',
  'town',
  'hukou_kind',
  'county_since',
  'city_since',
  'province_since',
  'residence_area',
  'residence_since',
  'income',
  'pension',
  'status',
  'ability_grade',
  'other_monthly_fen',
  'applied_day',
  'confirmed_day',
  'suspension',
  'village',
] as const;
export type ColumnName = (typeof COLUMN_NAMES)[number];

/** 冻结列: the input of many persons as typed arrays, rows in order of person and day. */
export type InputColumns = { length: number } & Record<ColumnName, Int32Array>;

/** What stands for SQL null: no day, no grade. */
export const NOTHING = -2_147_483_648;

export function allocateColumns(length: number): InputColumns {
  const columns = { length } as InputColumns;
  for (const name of COLUMN_NAMES) columns[name] = new Int32Array(length);
  return columns;
}

/** Columns of `length` rows one after another in `ints`, from `start` on. */
export function columnsIn(ints: Int32Array, start: number, length: number): InputColumns {
  const columns = { length } as InputColumns;
  COLUMN_NAMES.forEach((name, index) => {
    columns[name] = ints.subarray(start + index * length, start + (index + 1) * length);
  });
  return columns;
}

/** The first `length` rows, sharing memory. */
export function cutColumns(columns: InputColumns, length: number): InputColumns {
  const cut = { length } as InputColumns;
  for (const name of COLUMN_NAMES) cut[name] = columns[name].subarray(0, length);
  return cut;
}

export function rowAt(columns: InputColumns, index: number): InputRow {
  const read = (name: ColumnName) => columns[name][index] ?? NOTHING;
  const orNull = (name: ColumnName) => (read(name) === NOTHING ? null : read(name));
  const residence = orNull('residence_area');
  return {
    personNo: read('person_no'),
    unit: divisionOfNumber(read('unit')),
    bornDay: read('born_day'),
    deathDay: orNull('death_day'),
    fromDay: read('from_day'),
    toDay: orNull('to_day'),
    knownDay: read('known_day'),
    area: divisionOfNumber(read('area')),
    town: divisionOfNumber(read('town')),
    hukouKind: HUKOU_KINDS[read('hukou_kind')] ?? 'unknown',
    hukouCountySince: read('county_since'),
    hukouCitySince: read('city_since'),
    hukouProvinceSince: read('province_since'),
    residenceArea: residence === null ? null : divisionOfNumber(residence),
    residenceSince: orNull('residence_since'),
    income: INCOMES[read('income')] ?? 'none',
    pension: PENSIONS[read('pension')] ?? 'none',
    status: STATUSES[read('status')] ?? 'none',
    abilityGrade: orNull('ability_grade'),
    otherMonthlyFen: read('other_monthly_fen'),
    appliedDay: orNull('applied_day'),
    confirmedDay: orNull('confirmed_day'),
    suspension: read('suspension') as InputRow['suspension'],
    village: read('village'),
  };
}

/** One row's values in column order; null stays null. */
export function valuesOf(row: InputRow): (number | null)[] {
  return [
    row.personNo,
    row.fromDay,
    row.toDay,
    numberOfDivision(row.unit),
    row.bornDay,
    row.deathDay,
    row.knownDay,
    numberOfDivision(row.area),
    numberOfDivision(row.town),
    codeOf(HUKOU_KINDS, row.hukouKind),
    row.hukouCountySince,
    row.hukouCitySince,
    row.hukouProvinceSince,
    row.residenceArea === null ? null : numberOfDivision(row.residenceArea),
    row.residenceSince,
    codeOf(INCOMES, row.income),
    codeOf(PENSIONS, row.pension),
    codeOf(STATUSES, row.status),
    row.abilityGrade,
    row.otherMonthlyFen,
    row.appliedDay,
    row.confirmedDay,
    row.suspension,
    row.village,
  ];
}

export function columnsOf(rows: readonly InputRow[]): InputColumns {
  const columns = allocateColumns(rows.length);
  rows.forEach((row, index) => {
    const values = valuesOf(row);
    COLUMN_NAMES.forEach((name, at) => {
      columns[name][index] = values[at] ?? NOTHING;
    });
  });
  return columns;
}

/** Walks persons: calls back with the rows [from, to) of each. */
export function eachPerson(columns: InputColumns, visit: (personNo: number, from: number, to: number) => void): void {
  const persons = columns.person_no;
  let from = 0;
  while (from < columns.length) {
    const personNo = persons[from] ?? 0;
    let to = from + 1;
    while (to < columns.length && persons[to] === personNo) to += 1;
    visit(personNo, from, to);
    from = to;
  }
}
