import { endStandIn } from '#modules/identity/contract.ts';
import { call } from '#platform/contract/call.ts';
import { type Column, DataTable } from '../../kit/antd/data-table.tsx';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { EndButton } from './end-button.tsx';
import { type AccountAnswer, DIRECTORY_KEY, type StandIn } from './identity-queries.ts';
import { StandTag } from './stand-tag.tsx';
import { canEnd, postText, spanText, standOf } from './words.ts';

const COLUMNS: Column<StandIn, never>[] = [
  { key: 'post', title: '岗位', heading: true, cell: ({ post }) => postText(post) },
  { key: 'holder', title: '岗位本人', cell: ({ holder }) => holder },
  { key: 'standsIn', title: '代岗人', cell: ({ standsIn }) => standsIn },
  { key: 'days', title: '起止', cell: (standIn) => spanText(standIn) },
  {
    key: 'stand',
    title: '状态',
    cell: (standIn) => <StandTag stand={standOf(standIn)} texts={{ now: '正在代岗' }} />,
  },
];

/** 代岗: who stands in for him, and for whom he does. */
export function StandInsTable({ account, mayAct }: { account: AccountAnswer; mayAct: boolean }) {
  const { standIns } = account;
  if (standIns.length === 0) {
    return (
      <EmptyState title="没有代岗。">
        {mayAct && '他请假时，在上面那个岗位的一行点“安排代岗”，到期自动结束。'}
      </EmptyState>
    );
  }
  const act = (standIn: StandIn) => <StandInActs standIn={standIn} />;
  return (
    <DataTable<StandIn>
      caption="代岗"
      columns={mayAct ? [...COLUMNS, { key: 'acts', title: '办理', cell: act }] : COLUMNS}
      rows={standIns}
      rowKey={({ standInNo }) => standInNo}
    />
  );
}

function StandInActs({ standIn }: { standIn: StandIn }) {
  const { standInNo, version, standsIn, holder, post } = standIn;
  if (!canEnd(standIn)) return '—';
  return (
    <EndButton
      text="结束"
      label={`结束代岗：${standsIn}代${holder}`}
      title="结束代岗"
      okText="确认结束"
      small
      withDay
      act={(untilDay) => call(endStandIn, { body: { standInNo, version, untilDay } })}
      stale={DIRECTORY_KEY}
    >
      <ul className="staff-what-happens">
        <li>
          {standsIn}不再代{holder}的<strong>{postText(post)}</strong>。
        </li>
        <li>今天结束的，正在使用也立刻失效；他自己的岗位不受影响。</li>
      </ul>
    </EndButton>
  );
}
