import type { MonthDecision } from '#modules/policy/index.ts';
import type { ComparedCell } from './cell.ts';

const FIRST_MONTHS = 6;

const sum = (months: readonly MonthDecision[]) => months.map(({ amountFen, heldFen }) => amountFen + heldFen);

/** 必测 that the same person shows under several laws. */
export const comparedCells: readonly ComparedCell[] = [
  {
    group: 'R-02 计发单位与支付周期',
    name: '换支付周期不改应发额',
    title: '月、季、半年、年，预拨与后付，逐月相等',
    months: ({ field, byValue }) => {
      const [first, ...others] = [...byValue.values()].map(sum);
      const alike = field === 'payCycle' && others.every((each) => each.join() === first?.join());
      return alike ? (first?.filter((fen) => fen > 0).length ?? 0) : 0;
    },
  },
  {
    group: 'R-03 起算月',
    name: '同一人六种起算各有首付月',
    title: '六种起算都有确定的首付月',
    months: ({ field, byValue }) => {
      const firsts = [...byValue.values()].map(
        (months) => months.find(({ parts }) => parts.some(({ late }) => !late))?.month,
      );
      return field === 'firstMonth' && firsts.length === FIRST_MONTHS && firsts.every((month) => month !== undefined)
        ? FIRST_MONTHS
        : 0;
    },
  },
];
