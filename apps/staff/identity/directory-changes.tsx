import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import {
  CHANGE_KIND_NAMES,
  CHANGE_REASON_NAMES,
  type ChangeShown,
  exportDirectoryChanges,
  type showDirectory,
} from '#modules/identity/contract.ts';
import { addressOf } from '#platform/contract/call.ts';
import type { Reply } from '#platform/contract/route.ts';
import { Choice } from '../../kit/antd/choice.tsx';
import { type Column, DataTable } from '../../kit/antd/data-table.tsx';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Section } from '../../kit/antd/page.tsx';
import { Pager } from '../../kit/antd/pager.tsx';
import { countText } from '../../kit/count.ts';
import { instantText } from '../../kit/month.ts';
import { directoryChangesQuery } from './identity-queries.ts';

type Run = Reply<typeof showDirectory>['runs'][number];
type Wish = { run?: number | undefined; changesPage?: number | undefined };

const COLUMNS: Column<ChangeShown, never>[] = [
  {
    key: 'who',
    title: '姓名',
    heading: true,
    cell: ({ accountNo, displayName }) => (
      <Link to="/accounts/$accountNo" params={{ accountNo: String(accountNo) }}>
        {displayName}
      </Link>
    ),
  },
  { key: 'code', title: '工号', cell: ({ employeeCode }) => employeeCode ?? '—' },
  { key: 'what', title: '变化', cell: ({ what }) => CHANGE_KIND_NAMES[what] },
  { key: 'detail', title: '内容', cell: ({ detail }) => detail },
  {
    key: 'why',
    title: '原因',
    cell: ({ why, conflictNo }) =>
      `${CHANGE_REASON_NAMES[why]}${conflictNo === null ? '' : `（第${conflictNo}件待决定事项）`}`,
  },
];

/** 每次同步改了什么: of the run that was chosen, else of the last one. */
export function DirectoryChanges({
  runs,
  run,
  page,
  onChange,
}: {
  runs: readonly Run[];
  run: number | undefined;
  page: number;
  onChange: (wish: Wish) => void;
}) {
  const shown = runs.find(({ syncNo }) => syncNo === run) ?? runs[0];
  if (!shown) return null;
  const options = runs.map(({ syncNo, ...one }) => ({ value: String(syncNo), label: runText(one) }));
  return (
    <Section
      title="每次同步改了什么"
      aside={
        <Button href={addressOf(exportDirectoryChanges, { query: { syncNo: shown.syncNo } })}>
          导出这次同步的变化（CSV）
        </Button>
      }
    >
      <div className="staff-filter">
        <Choice
          name="哪次同步"
          value={String(shown.syncNo)}
          options={options}
          onChange={(chosen) => onChange({ run: Number(chosen), changesPage: undefined })}
        />
      </div>
      <ChangesOf syncNo={shown.syncNo} page={page} onPage={(changesPage) => onChange({ changesPage })} />
    </Section>
  );
}

function ChangesOf({ syncNo, page, onPage }: { syncNo: number; page: number; onPage: (page: number) => void }) {
  const answer = useQuery(directoryChangesQuery(syncNo, page));
  return (
    <Loaded query={answer}>
      {({ changes, total, pageSize }) => (
        <>
          {changes.length === 0 ? (
            <EmptyState title="这次同步没有改任何账号。">可以换一次同步看看。</EmptyState>
          ) : (
            <DataTable<ChangeShown>
              caption="这次同步的变化"
              columns={COLUMNS}
              rows={changes}
              rowKey={({ changeNo }) => changeNo}
            />
          )}
          <Pager label="变化翻页" page={page} pageSize={pageSize} total={total} onPage={onPage} />
        </>
      )}
    </Loaded>
  );
}

function runText({ endedAt, kind, byWhom, changed }: Omit<Run, 'syncNo'>): string {
  const what = changed === 0 ? '没有变化' : `${countText(changed)}处变化`;
  return `${instantText(endedAt)} ${kind === 'full' ? '全量' : '增量'}，${byWhom}，${what}`;
}
