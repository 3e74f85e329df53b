import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button } from 'antd';
import {
  type EntryShown,
  exportEntries,
  KIND_NAMES,
  MOST_COUNTED,
  OUTCOME_NAMES,
  type searchEntries,
} from '#modules/audit/contract.ts';
import { addressOf } from '#platform/contract/call.ts';
import type { Reply } from '#platform/contract/route.ts';
import { type Column, DataTable } from '../../kit/antd/data-table.tsx';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { Pager } from '../../kit/antd/pager.tsx';
import { countText } from '../../kit/count.ts';
import { instantText } from '../../kit/month.ts';
import { AuditFilter } from './audit-filter.tsx';
import { entriesQuery, filterOf } from './audit-queries.ts';
import { SealTag } from './seal-tag.tsx';

const route = getRouteApi('/signed-in/audit');

/** 审计查询: who did what, when, from where, with what result, and whether it is sealed. */
export function AuditPage() {
  const search = route.useSearch();
  const answer = useQuery(entriesQuery(search));
  return (
    <Page
      title="审计查询"
      lead="谁在什么时候做了什么。您在这里查什么，也会记入审计。"
      actions={<Button href={addressOf(exportEntries, { query: filterOf(search) })}>导出查到的（CSV）</Button>}
    >
      <Section title="条件">
        <AuditFilter key={JSON.stringify(filterOf(search))} search={search} />
      </Section>
      <Loaded query={answer}>{(shown) => <Found answer={shown} />}</Loaded>
    </Page>
  );
}

const COLUMNS: Column<EntryShown, never>[] = [
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
  {
    key: 'actor',
    title: '谁、什么岗位',
    cell: ({ actor, accountName }) => (
      <>
        {actor}
        <span className="staff-aside">{accountName}</span>
      </>
    ),
  },
  {
    key: 'title',
    title: '做了什么',
    cell: ({ title, subject }) => (
      <>
        {title}
        {subject !== null && <span className="staff-aside staff-hash">{subject}</span>}
      </>
    ),
  },
  { key: 'purpose', title: '事由', cell: ({ purpose }) => purpose ?? '' },
  { key: 'count', title: '件数', number: true, cell: ({ count }) => (count === null ? '' : countText(count)) },
  { key: 'outcome', title: '结果', cell: ({ outcome }) => OUTCOME_NAMES[outcome] },
  { key: 'kind', title: '种类', cell: ({ kind }) => KIND_NAMES[kind] },
  { key: 'address', title: '来源地址', cell: ({ address }) => address ?? '本机' },
  { key: 'seal', title: '封存', cell: ({ seal }) => <SealTag seal={seal} /> },
];

function Found({ answer: { entries, total, page, pageSize, personName } }: { answer: Reply<typeof searchEntries> }) {
  const { person } = route.useSearch();
  const navigate = route.useNavigate();
  const isMore = total >= MOST_COUNTED;
  return (
    <Section
      title={person === undefined ? '查到的' : `涉及${personName ?? `第 ${person} 号`}的`}
      aside={
        <p className="staff-total" role="status">
          共 <strong>{`${countText(total)} 行${isMore ? '以上' : ''}`}</strong>
        </p>
      }
    >
      {entries.length === 0 ? (
        <EmptyState title="没有查到。">请放宽时间，或去掉一个条件再查。</EmptyState>
      ) : (
        <DataTable<EntryShown>
          caption="查到的审计"
          columns={COLUMNS}
          rows={entries}
          rowKey={({ entryNo }) => entryNo}
          rowsOpen
        />
      )}
      {isMore && <p>这里只能翻到第 {countText(MOST_COUNTED)} 行，请缩短时间；导出可以取一百万行。</p>}
      <Pager
        page={page}
        pageSize={pageSize}
        total={total}
        onPage={(wished) => void navigate({ search: (shown) => ({ ...shown, page: wished }) })}
      />
    </Section>
  );
}
