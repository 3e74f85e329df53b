import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import {
  CONFLICT_KIND_NAMES,
  CONFLICT_KINDS,
  CONFLICT_STATE_NAMES,
  CONFLICT_STATES,
  type ConflictShown,
  exportConflicts,
  type listConflicts,
  type showDirectory,
  syncDirectory,
} from '#modules/identity/contract.ts';
import { addressOf, call } from '#platform/contract/call.ts';
import type { Input, Reply } from '#platform/contract/route.ts';
import { Choice } from '../../kit/antd/choice.tsx';
import { DataTable } from '../../kit/antd/data-table.tsx';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { Pager } from '../../kit/antd/pager.tsx';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';
import { countText } from '../../kit/count.ts';
import { instantText } from '../../kit/month.ts';
import type { DirectorySearch } from '../search.ts';
import { conflictColumns } from './conflict-columns.tsx';
import { DirectoryChanges } from './directory-changes.tsx';
import { conflictsQuery, DIRECTORY_KEY, directoryQuery } from './identity-queries.ts';

type Conflicts = Reply<typeof listConflicts>;
type Wish = Input<typeof syncDirectory>['body'];
type Synced = Reply<typeof syncDirectory>;

const route = getRouteApi('/signed-in/directory');
const KINDS = CONFLICT_KINDS.map((value) => ({ value, label: CONFLICT_KIND_NAMES[value] }));
const STATES = CONFLICT_STATES.map((value) => ({ value, label: CONFLICT_STATE_NAMES[value] }));

/** 通讯录: when it was last taken up, and what a person must decide. */
export function DirectoryPage() {
  const { page = 1, run, changesPage = 1, ...filter } = route.useSearch();
  const navigate = route.useNavigate();
  const wished = { ...filter, state: filter.state ?? 'open' };
  const status = useQuery(directoryQuery);
  const answer = useQuery(conflictsQuery(wished, page));
  return (
    <Page
      title="通讯录"
      lead="账号和岗位随办公平台的通讯录更新：离职的当天停用，调动的结束旧岗位。系统决定不了的，列在下面由您决定。"
      actions={<Button href={addressOf(exportConflicts, { query: wished })}>导出这份名单（CSV）</Button>}
    >
      <Section title="同步">
        <Loaded query={status}>
          {(shown) => (
            <>
              {shown.trouble && <TroubleNotice trouble={shown.trouble} />}
              <SyncPanel status={shown} />
            </>
          )}
        </Loaded>
      </Section>
      <Loaded query={answer}>{(shown) => <ConflictsShown answer={shown} />}</Loaded>
      {status.data && (
        <DirectoryChanges
          runs={status.data.runs}
          run={run}
          page={changesPage}
          onChange={(wish) => void navigate({ search: (shown) => ({ ...shown, ...wish }) })}
        />
      )}
    </Page>
  );
}

function TroubleNotice({ trouble }: { trouble: NonNullable<Reply<typeof showDirectory>['trouble']> }) {
  const { since, lastAt, times, reason } = trouble;
  const text = `${reason}从 ${instantText(since)} 起已有 ${countText(times)} 次，最近一次 ${instantText(lastAt)}。做成以后这条提示和待办自动消失。`;
  return <Alert type="warning" showIcon title="自动同步没有做成" description={text} role="status" />;
}

function SyncPanel({ status: { isConnected, canDelta, last } }: { status: Reply<typeof showDirectory> }) {
  const queryClient = useQueryClient();
  const act = useMutation({
    mutationFn: (body: Wish) => call(syncDirectory, { body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: DIRECTORY_KEY }),
  });
  if (!isConnected)
    return (
      <p>还没有接办公平台的通讯录。请系统运维人员按“登录和通讯录”说明接好；接好以前，账号和岗位都在账号页手工办。</p>
    );
  return (
    <>
      <p>
        {last === null
          ? '还没有同步过。请先试算一次全量，看看会改多少，再做全量同步。'
          : `上次：${instantText(last.endedAt)}，${last.kind === 'full' ? '全量' : '增量'}${last.counts ? '' : '试算'}，发起：${last.byWhom}。${canDelta ? '平时每十分钟自动做一次增量。' : '还没有执行过全量同步。'}`}
      </p>
      <div className="staff-buttons">
        <Button loading={act.isPending} onClick={() => act.mutate({ kind: 'full', isDry: true })}>
          试算全量，先不改
        </Button>
        {canDelta && (
          <Button loading={act.isPending} onClick={() => act.mutate({ kind: 'delta', isDry: false })}>
            现在做一次增量
          </Button>
        )}
      </div>
      {act.isError && <RefusalNotice error={act.error} />}
      {act.data !== undefined && <SyncResult result={act.data} run={act.mutate} isPending={act.isPending} />}
    </>
  );
}

/** What was done, or what would be; the number of who loses something is what one says yes to. */
function SyncResult({ result, run, isPending }: { result: Synced; run: (wish: Wish) => void; isPending: boolean }) {
  const { isDry, counts, losing, losers, kind } = result;
  return (
    <div role="status">
      <p>
        {isDry ? '试算结果：' : '已经同步：'}涉及 {countText(counts.people)} 人，新建账号 {countText(counts.make)}
        ，停用账号 <strong>{countText(counts.end)}</strong>，设立岗位 {countText(counts.give)}，结束岗位{' '}
        <strong>{countText(counts.take)}</strong>，待决定 {countText(counts.conflicts)}。
      </p>
      {losers.length > 0 && <Losers losers={losers} losing={losing} />}
      {isDry && (
        <Button type="primary" loading={isPending} onClick={() => run({ kind, isDry: false, allowLosing: losing })}>
          {losing > 0 ? `核对过了，让这 ${countText(losing)} 人失去账号或岗位，执行` : '执行全量同步'}
        </Button>
      )}
    </div>
  );
}

function Losers({ losers, losing }: Pick<Synced, 'losers' | 'losing'>) {
  return (
    <>
      <p>失去账号或岗位的{losing > losers.length ? `，先列出 ${losers.length} 人` : ''}：</p>
      <ul className="staff-losers">
        {losers.map(({ accountNo, displayName, isLeaver }) => (
          <li key={accountNo}>
            <Link to="/accounts/$accountNo" params={{ accountNo: String(accountNo) }}>
              {displayName}
            </Link>
            （{isLeaver ? '离职，停用账号' : '调动，结束岗位'}）
          </li>
        ))}
      </ul>
    </>
  );
}

function ConflictsShown({ answer: { conflicts, total, page, pageSize } }: { answer: Conflicts }) {
  const navigate = route.useNavigate();
  const { state = 'open', kind } = route.useSearch();
  const change = (wish: DirectorySearch) =>
    void navigate({ search: (shown) => ({ ...shown, page: undefined, ...wish }) });
  return (
    <Section
      title="待决定事项"
      aside={
        <p className="staff-total" role="status">
          共 <strong>{countText(total)} 件</strong>
        </p>
      }
    >
      <div className="staff-filter">
        <Choice name="状态" value={state} options={STATES} onChange={(chosen) => change({ state: chosen })} />
        <Choice name="种类" value={kind} options={KINDS} withAll onChange={(chosen) => change({ kind: chosen })} />
      </div>
      {conflicts.length === 0 ? (
        <EmptyState title="没有这样的事项。">
          {state === 'open' ? '现在不用您决定什么。' : '可以换一个状态看看。'}
        </EmptyState>
      ) : (
        <DataTable<ConflictShown>
          caption="通讯录待决定事项"
          columns={conflictColumns()}
          rows={conflicts}
          rowKey={({ conflictNo }) => conflictNo}
        />
      )}
      <Pager page={page} pageSize={pageSize} total={total} onPage={(wished) => change({ page: wished })} />
    </Section>
  );
}
