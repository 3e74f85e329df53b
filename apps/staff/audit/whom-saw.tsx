import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { whomAccountSaw } from '#modules/audit/contract.ts';
import type { Reply } from '#platform/contract/route.ts';
import { type Column, DataTable } from '../../kit/antd/data-table.tsx';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Section } from '../../kit/antd/page.tsx';
import { Pager } from '../../kit/antd/pager.tsx';
import { countText } from '../../kit/count.ts';
import { MaskedName } from '../../kit/masked-name.tsx';
import { instantText } from '../../kit/month.ts';
import type { SeenSearch } from '../search.ts';
import { whomSawQuery } from './audit-queries.ts';

type Answer = Reply<typeof whomAccountSaw>;
type Seen = Answer['persons'][number];
type SeenList = Answer['lists'][number];

const route = getRouteApi('/signed-in/audit/seen');

const PERSONS: Column<Seen, never>[] = [
  {
    key: 'name',
    title: '姓名',
    heading: true,
    cell: ({ personNo, nameMasked }) => (
      <Link to="/audit/seen" search={{ person: personNo }}>
        <MaskedName name={nameMasked === '' ? '（已不在）' : nameMasked} />
      </Link>
    ),
  },
  { key: 'personNo', title: '人员序号', number: true, cell: ({ personNo }) => personNo },
  { key: 'times', title: '次数', number: true, cell: ({ times }) => countText(times) },
  { key: 'firstAt', title: '第一次', cell: ({ firstAt }) => instantText(firstAt) },
  { key: 'lastAt', title: '最近一次', cell: ({ lastAt }) => instantText(lastAt) },
];

const LISTS: Column<SeenList, never>[] = [
  {
    key: 'at',
    title: '时间',
    heading: true,
    cell: ({ entryNo, at }) => (
      <Link to="/audit/entries/$entryNo" params={{ entryNo }}>
        {instantText(at)}
      </Link>
    ),
  },
  { key: 'title', title: '做了什么', cell: ({ title }) => title },
  { key: 'subject', title: '对象', cell: ({ subject }) => <span className="staff-hash">{subject ?? ''}</span> },
  { key: 'count', title: '件数', number: true, cell: ({ count }) => (count === null ? '' : countText(count)) },
];

/** 这个账号看过谁: persons one by one, then lists and files. */
export function WhomSaw({ search }: { search: SeenSearch }) {
  const answer = useQuery(whomSawQuery(search));
  const navigate = route.useNavigate();
  return (
    <Loaded query={answer}>
      {({ persons, lists, total, page, pageSize, ms }) => (
        <>
          <Section
            title={`账号 ${search.account} 逐人看过的`}
            aside={
              <p className="staff-total" role="status">
                <strong>{countText(total)} 人</strong>（用时 {ms} 毫秒）
              </p>
            }
          >
            {persons.length === 0 ? (
              <EmptyState title="这段时间没有逐人看过谁。">请核对账号和起止日。</EmptyState>
            ) : (
              <DataTable<Seen>
                caption="逐人看过的"
                columns={PERSONS}
                rows={persons}
                rowKey={({ personNo }) => personNo}
              />
            )}
            <Pager
              page={page}
              pageSize={pageSize}
              total={total}
              onPage={(wished) => void navigate({ search: (shown) => ({ ...shown, page: wished }) })}
            />
          </Section>
          <Section title="看过和导出过的名单（最近二百次）">
            {lists.length === 0 ? (
              <EmptyState title="这段时间没有看过、导出过名单。" />
            ) : (
              <DataTable<SeenList>
                caption="名单"
                columns={LISTS}
                rows={lists}
                rowKey={({ entryNo }) => entryNo}
                rowsOpen
              />
            )}
          </Section>
        </>
      )}
    </Loaded>
  );
}
