import { useQuery } from '@tanstack/react-query';
import { closeBreakGlass, type OpeningShown } from '#modules/identity/contract.ts';
import { call } from '#platform/contract/call.ts';
import { type Column, DataTable } from '../../kit/antd/data-table.tsx';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { EndButton } from '../identity/end-button.tsx';
import { OPENINGS_KEY, ownOpeningsQuery } from './break-glass-queries.ts';
import { OpenBreakGlassButton } from './open-break-glass-button.tsx';
import { PERSON, REST } from './opening-columns.tsx';

const END: Column<OpeningShown, never> = {
  key: 'end',
  title: '办理',
  cell: ({ openingNo, personName, state }) =>
    state === 'open' ? (
      <EndButton
        text="结束查看"
        label={`结束查看${personName}`}
        title={`结束查看${personName}`}
        okText="确认结束"
        small
        act={() => call(closeBreakGlass, { body: { openingNo } })}
        stale={OPENINGS_KEY}
      >
        <p>结束以后就看不到这个人了；事后复核照常进行。</p>
      </EndButton>
    ) : null,
};
const COLUMNS = [PERSON, ...REST, END];

/** 紧急查看: a person outside the scope, for hours, with a reason. */
export function BreakGlassPage() {
  const answer = useQuery(ownOpeningsQuery);
  const limits = answer.data;
  return (
    <Page
      title="紧急查看"
      lead="老人不在您的辖区、又等不及那边办的时候用。会记下来，本人和家属看得到，事后由别人复核。"
      actions={limits && <OpenBreakGlassButton mostHours={limits.mostHours} leftToday={limits.leftToday} />}
    >
      <Loaded query={answer}>
        {({ openings, leftToday, reviewDays }) => (
          <Section
            title="我的紧急查看"
            aside={
              <p className="staff-total" role="status">
                今天还可以打开 <strong>{leftToday} 次</strong>
              </p>
            }
          >
            {openings.length === 0 ? (
              <EmptyState title="您没有用过紧急查看。">每一次打开，{reviewDays} 个工作日之内有人复核。</EmptyState>
            ) : (
              <DataTable<OpeningShown>
                caption="我的紧急查看"
                columns={COLUMNS}
                rows={openings}
                rowKey={({ openingNo }) => openingNo}
              />
            )}
          </Section>
        )}
      </Loaded>
    </Page>
  );
}
