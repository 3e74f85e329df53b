import type { DayNo } from '#platform/month/month.ts';
import { columnsOf, type InputColumns, rowAt } from './columns.ts';
import type { InputRow } from './input-row.ts';

/** 未知人员: somebody who was paid here and of whom nothing is known: registered nowhere in the province, nothing due. */
export function withUnknown(known: InputColumns, unknown: readonly number[], unit: string): InputColumns {
  const rows = Array.from({ length: known.length }, (_, index) => rowAt(known, index));
  rows.push(...unknown.map((personNo) => unknownRow(personNo, unit)));
  return columnsOf(rows.sort((a, b) => a.personNo - b.personNo || a.fromDay - b.fromDay));
}

/** 2000-01-01: any day before the first month that is ever judged. */
const LONG_AGO: DayNo = 10_957;

function unknownRow(personNo: number, unit: string): InputRow {
  return {
    personNo,
    unit,
    bornDay: LONG_AGO,
    deathDay: null,
    fromDay: LONG_AGO,
    toDay: null,
    knownDay: LONG_AGO,
    area: '',
    town: '',
    village: 0,
    hukouKind: 'unknown',
    hukouCountySince: LONG_AGO,
    hukouCitySince: LONG_AGO,
    hukouProvinceSince: LONG_AGO,
    residenceArea: null,
    residenceSince: null,
    income: 'none',
    pension: 'none',
    status: 'none',
    abilityGrade: null,
    otherMonthlyFen: 0,
    appliedDay: null,
    confirmedDay: null,
    suspension: 0,
  };
}
