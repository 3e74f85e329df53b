import type { ReactNode } from 'react';
import type { Totals } from '#modules/allowances/contract.ts';
import { Figure, Figures } from '../../kit/antd/figure.tsx';
import { countText, personsText } from '../../kit/count.ts';
import { recoveryText, Yuan, yuanText } from '../../kit/money.tsx';
import type { ListSearch } from '../search.ts';
import { ListLink } from './list-link.tsx';

type TotalFiguresProps = { totals: Totals; month: string; onlyCounty: string | undefined };

/** 合计: each figure opens its records: the county's list, or the table of counties that adds up to it. */
export function TotalFigures({ totals, month, onlyCounty }: TotalFiguresProps) {
  const open = (filter: ListSearch, number: ReactNode, fen = totals.amountFen) => {
    if (fen === 0) return number;
    return onlyCounty === undefined ? (
      <a href="#counties">{number}</a>
    ) : (
      <ListLink month={month} county={onlyCounty} filter={filter}>
        {number}
      </ListLink>
    );
  };
  return (
    <Figures>
      <Figure name="应发人数">{open({ kind: 'due' }, `${countText(totals.persons)} 人`)}</Figure>
      <Figure name="应发金额">{open({ kind: 'due' }, <Yuan fen={totals.amountFen} />)}</Figure>
      <Figure name="补发" note={personsText(totals.backPayPersons)}>
        {open({ kind: 'backPay' }, yuanText(totals.backPayFen), totals.backPayFen)}
      </Figure>
      <Figure name="追缴">{open({ kind: 'recovery' }, recoveryText(totals.recoveryFen), totals.recoveryFen)}</Figure>
    </Figures>
  );
}
