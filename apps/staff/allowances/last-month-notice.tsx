import { Link } from '@tanstack/react-router';
import { Alert } from 'antd';
import { formatMonth, monthNo } from '#platform/month/month.ts';
import { monthText } from '../../kit/month.ts';

const MOST_NAMES = 5;

type LastMonthNoticeProps = { month: string; counties: readonly { name: string; lastMonthReleased: boolean }[] };

/** 上月未发放: said before this month is computed or released, since last month's money would stand on this list as back-pay. */
export function LastMonthNotice({ month, counties }: LastMonthNoticeProps) {
  const owing = counties.filter(({ lastMonthReleased }) => !lastMonthReleased).map(({ name }) => name);
  if (owing.length === 0) return null;
  const last = formatMonth(monthNo(month) - 1);
  const names = `${owing.slice(0, MOST_NAMES).join('、')}${owing.length > MOST_NAMES ? `等 ${owing.length} 个县（市、区）` : ''}`;
  return (
    <Alert
      type="warning"
      className="kit-notice"
      showIcon
      title={`${names}的${monthText(last)}清册还没有发放。`}
      description={
        <>
          没有发放的金额会在{monthText(month)}清册里列为补发。请先发放{monthText(last)}，再计算{monthText(month)}。{' '}
          <Link to="/" search={{ month: last }}>
            打开{monthText(last)}
          </Link>
        </>
      }
    />
  );
}
