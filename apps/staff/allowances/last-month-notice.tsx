import { Link } from '@tanstack/react-router';
import { Alert } from 'antd';
import { formatMonth, monthNo } from '#platform/month/month.ts';
import { monthText } from '../../kit/month.ts';

const MOST_NAMES = 5;

type LastMonthNoticeProps = {
  month: string;
  counties: readonly { code: string; name: string; lastMonthReleased: boolean }[];
};

/** 上月未发放: said before this month is computed or released, since last month's money would stand on this list as back-pay. */
export function LastMonthNotice({ month, counties }: LastMonthNoticeProps) {
  const owing = counties.filter(({ lastMonthReleased }) => !lastMonthReleased);
  const [first] = owing;
  if (!first) return null;
  const last = formatMonth(monthNo(month) - 1);
  const names = `${owing
    .slice(0, MOST_NAMES)
    .map(({ name }) => name)
    .join('、')}${owing.length > MOST_NAMES ? `等 ${owing.length} 个县（市、区）` : ''}`;
  return (
    <Alert
      type="warning"
      className="kit-notice"
      showIcon
      title={`${names}的${monthText(last)}清册还没有发放。`}
      description={
        <>
          没有发放的金额会在{monthText(month)}清册里列为补发。请先发放{monthText(last)}，再计算{monthText(month)}。{' '}
          {owing.length === 1 ? (
            <Link to="/months/$month/counties/$county" params={{ month: last, county: first.code }}>
              打开{first.name}
              {monthText(last)}清册
            </Link>
          ) : (
            <Link to="/" search={{ month: last }}>
              打开{monthText(last)}
            </Link>
          )}
        </>
      }
    />
  );
}
