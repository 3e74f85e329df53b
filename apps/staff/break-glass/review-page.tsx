import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { OpeningShown } from '#modules/identity/contract.ts';
import { Choice } from '../../kit/antd/choice.tsx';
import { type Column, DataTable } from '../../kit/antd/data-table.tsx';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { Pager } from '../../kit/antd/pager.tsx';
import { countText } from '../../kit/count.ts';
import { openingsQuery } from './break-glass-queries.ts';
import { ACTOR, NAME, REST } from './opening-columns.tsx';
import { ReviewButton } from './review-button.tsx';

const route = getRouteApi('/signed-in/break-glass/review');

const REVIEW: Column<OpeningShown, never> = {
  key: 'review',
  title: '办理',
  cell: (opening) => (opening.finding === null ? <ReviewButton opening={opening} /> : null),
};
const COLUMNS = [ACTOR, NAME, ...REST, REVIEW];
const STATES = [
  { value: 'waiting' as const, label: '等待复核' },
  { value: 'reviewed' as const, label: '已复核' },
];

/** 紧急查看复核台: what waits longest stands first. */
export function ReviewPage() {
  const { state = 'waiting', page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const answer = useQuery(openingsQuery(state, page));
  return (
    <Page title="紧急查看复核台" lead="别人紧急查看了辖区外的老人。请核对是不是真有急事；自己的由别人复核。">
      <Section title="紧急查看">
        <div className="staff-filter">
          <Choice
            name="状态"
            value={state}
            options={STATES}
            onChange={(wished) => void navigate({ search: { state: wished } })}
          />
        </div>
        <Loaded query={answer}>
          {({ openings, total, overdue, page: shown, pageSize }) => (
            <>
              <p className="staff-total" role="status">
                共 <strong>{countText(total)} 次</strong>
                {overdue > 0 && `，其中 ${countText(overdue)} 次复核超期，请先办`}
              </p>
              {openings.length === 0 ? (
                <EmptyState title={state === 'waiting' ? '没有等待复核的。' : '还没有复核过。'} />
              ) : (
                <DataTable<OpeningShown>
                  caption="紧急查看"
                  columns={COLUMNS}
                  rows={openings}
                  rowKey={({ openingNo }) => openingNo}
                />
              )}
              <Pager
                page={shown}
                pageSize={pageSize}
                total={total}
                onPage={(wished) => void navigate({ search: { state, page: wished } })}
              />
            </>
          )}
        </Loaded>
      </Section>
    </Page>
  );
}
