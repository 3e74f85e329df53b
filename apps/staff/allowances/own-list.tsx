import { getRouteApi, Link } from '@tanstack/react-router';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { monthText } from '../../kit/month.ts';
import { MonthChoice } from './month-choice.tsx';
import type { OwnPlace } from './own-place.ts';

const route = getRouteApi('/signed-in/');

type OwnListProps = { month: string; months: readonly string[]; place: OwnPlace };

/** 本月 of who covers a street or a village: straight to the people there. */
export function OwnList({ month, months, place: { name, county } }: OwnListProps) {
  const navigate = route.useNavigate();
  return (
    <Page
      title={`${monthText(month)}高龄津贴清册`}
      lead={name}
      actions={
        <MonthChoice
          month={month}
          months={months}
          onMonth={(chosen) => void navigate({ search: (shown) => ({ ...shown, month: chosen }) })}
        />
      }
    >
      <Section title="本月名单">
        <EmptyState title={`您的岗位在${name}，只看得到这里的人。`}>
          <p className="staff-open-line">
            <Link className="staff-open" to="/months/$month/counties/$county/list" params={{ month, county }}>
              打开{monthText(month)}的名单
            </Link>
          </p>
        </EmptyState>
      </Section>
    </Page>
  );
}
