import { Button } from 'antd';
import { Choice } from '../../kit/antd/choice.tsx';
import { monthText } from '../../kit/month.ts';

type MonthChoiceProps = { month: string; months: readonly string[]; onMonth: (month: string) => void };

/** 月份: one of those the server knows, or one step earlier or later. */
export function MonthChoice({ month, months, onMonth }: MonthChoiceProps) {
  const inOrder = months.toSorted();
  const at = inOrder.indexOf(month);
  const step = (to: string | undefined, text: string) => (
    <Button disabled={at < 0 || to === undefined} onClick={() => to !== undefined && onMonth(to)}>
      {text}
    </Button>
  );
  return (
    <>
      {step(inOrder[at - 1], '上一月')}
      <Choice
        name="月份"
        value={month}
        options={inOrder.toReversed().map((value) => ({ value, label: monthText(value) }))}
        onChange={(chosen) => chosen !== undefined && onMonth(chosen)}
      />
      {step(inOrder[at + 1], '下一月')}
    </>
  );
}
