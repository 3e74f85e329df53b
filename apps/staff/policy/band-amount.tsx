import type { RuleRow } from '#modules/policy/contract.ts';
import { yuanText } from '../../kit/money.tsx';

/** 一档的标准: monthly, yearly or both, and for whom. */
export function BandAmount({ band }: { band: RuleRow['bands'][number] }) {
  const { monthlyFen, yearlyFen, addOn, conditions } = band;
  const amounts = [
    ...(monthlyFen === null ? [] : [`每月 ${yuanText(monthlyFen)}`]),
    ...(yearlyFen === null ? [] : [`每年 ${yuanText(yearlyFen)}`]),
  ];
  return (
    <span className="staff-band-amount">
      <strong>
        {addOn ? '另加' : ''}
        {amounts.join('，')}
      </strong>
      {conditions.length > 0 && <span className="staff-aside">{conditions.join('，')}</span>}
    </span>
  );
}
