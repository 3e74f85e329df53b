import type { DayNo } from '#platform/month/month.ts';
import type { HukouKind, Income, Pension, Status } from '../rule.ts';

/**
 * 引擎输入: one person during one stretch [fromDay, toDay) of constant facts; the only thing kernel, decide and the
 * SQL oracle share. Rows of one person are in order of fromDay, without overlap; gaps mean nothing is known.
 */
export type InputRow = {
  personNo: number;
  /** County-rank code of the latest known hukou: the unit the person is computed in. */
  unit: string;
  bornDay: DayNo;
  deathDay: DayNo | null;
  fromDay: DayNo;
  toDay: DayNo | null;
  /** The day this stretch became known here (the latest report among its facts). */
  knownDay: DayNo;
  /** County-rank hukou code (rule area); '' when registered outside the province. */
  area: string;
  /** Nine-digit street or town of the hukou, for the lists; '' outside. */
  town: string;
  /** The last three digits of the village or community in that town; 0 where the hukou names none. */
  village: number;
  hukouKind: HukouKind;
  /** Since when registered without a break in this county, city and province. */
  hukouCountySince: DayNo;
  hukouCitySince: DayNo;
  hukouProvinceSince: DayNo;
  /** County-rank code of actual residence and since when; null when not known (then the hukou place counts as residence). */
  residenceArea: string | null;
  residenceSince: DayNo | null;
  income: Income;
  pension: Pension;
  status: Status;
  /** 失能等级 0 (完好) … 4 (完全失能), null = not assessed. */
  abilityGrade: number | null;
  /** What another department already pays a month for the same purpose, in fen. */
  otherMonthlyFen: number;
  appliedDay: DayNo | null;
  confirmedDay: DayNo | null;
  /** 暂停: 0 none; 1 held now, months are paid when lifted; 2 lifted with back-pay; 3 lifted, months forfeited. */
  suspension: 0 | 1 | 2 | 3;
};
