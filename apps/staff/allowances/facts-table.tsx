import { type Column, DataTable } from '../../kit/antd/data-table.tsx';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { instantText } from '../../kit/month.ts';
import type { Person } from './allowance-queries.ts';

type Fact = Person['facts'][number];

const COLUMNS: Column<Fact, never>[] = [
  { key: 'title', title: '事项', heading: true, cell: ({ title }) => title },
  {
    key: 'text',
    title: '内容',
    cell: ({ text, retracted }) =>
      retracted ? (
        <>
          <s>{text}</s>（已撤回）
        </>
      ) : (
        text
      ),
  },
  {
    key: 'days',
    title: '起止',
    cell: ({ fromDay, toDay }) => (toDay === null ? `${fromDay} 起` : `${fromDay} 起，${toDay} 前止`),
  },
  { key: 'source', title: '来源', cell: ({ source }) => source },
  { key: 'recordedAt', title: '登记时间', cell: ({ recordedAt }) => instantText(recordedAt) },
];

/** 事实: what the amount rests on, who reported it and when it became known. */
export function FactsTable({ facts }: { facts: readonly Fact[] }) {
  if (facts.length === 0) return <EmptyState title="还没有登记任何事实。" />;
  return (
    <DataTable<Fact>
      caption="事实及来源"
      columns={COLUMNS}
      rows={facts}
      rowKey={(fact) => [fact.title, fact.text, fact.fromDay, fact.recordedAt].join('|')}
    />
  );
}
