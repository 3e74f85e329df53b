import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { exportLines } from '#modules/allowances/contract.ts';
import { addressOf } from '#platform/contract/call.ts';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { ProgressBar } from '../../kit/antd/progress-bar.tsx';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';
import { monthText } from '../../kit/month.ts';
import { mayDo } from '../identity/session.ts';
import { BENEFIT, isUnderWay, type MonthAnswer, monthQuery } from './allowance-queries.ts';
import { CountiesTable } from './counties-table.tsx';
import { LastMonthNotice } from './last-month-notice.tsx';
import { MonthChoice } from './month-choice.tsx';
import { OwnList } from './own-list.tsx';
import { ownPlace } from './own-place.ts';
import { StartRunButton, useStartRun } from './start-run.tsx';
import { TotalFigures } from './total-figures.tsx';

const route = getRouteApi('/signed-in/');
const shell = getRouteApi('/signed-in');

/** 本月: every county's list and its state. */
export function MonthPage() {
  const { month } = route.useSearch();
  const answer = useQuery(monthQuery(month));
  return answer.data === undefined ? (
    <Page title="本月清册">
      <Loaded query={answer}>{() => null}</Loaded>
    </Page>
  ) : (
    <Loaded query={answer}>{(shown) => <MonthShown answer={shown} />}</Loaded>
  );
}

function MonthShown({ answer }: { answer: MonthAnswer }) {
  const { month, months, counties, totals, run } = answer;
  const navigate = route.useNavigate();
  const { account } = shell.useRouteContext();
  const only = counties.length === 1 ? counties[0] : undefined;
  // The whole province is computed by who covers it; who covers a county computes his own.
  const start = useStartRun(month, account.scope.type === 'whole' ? undefined : only?.code);
  const below = ownPlace(account);
  if (below !== undefined) return <OwnList month={month} months={months} place={below} />;
  return (
    <Page
      title={`${monthText(month)}高龄津贴清册`}
      lead={<CountyStates counties={counties} />}
      actions={
        <>
          <MonthChoice
            month={month}
            months={months}
            onMonth={(chosen) => void navigate({ search: (shown) => ({ ...shown, month: chosen }) })}
          />
          <RunAndExport month={month} act={start} busy={isUnderWay(run)} />
        </>
      }
    >
      {only !== undefined && (
        <p className="staff-open-line">
          <Link className="staff-open" to="/months/$month/counties/$county" params={{ month, county: only.code }}>
            打开{only.name}
            {monthText(month)}清册
          </Link>
        </p>
      )}
      {start.isError && <RefusalNotice error={start.error} />}
      {run !== null && <RunNotice run={run} />}
      <LastMonthNotice month={month} counties={counties} />
      <TotalFigures totals={totals} onlyCounty={only?.code} month={month} />
      <Section title="各县（市、区）">
        {counties.length === 0 ? (
          <EmptyState title="还没有可以计算的人员。">请先导入人员数据，再计算清册。</EmptyState>
        ) : (
          <CountiesTable month={month} counties={counties} />
        )}
      </Section>
    </Page>
  );
}

function RunAndExport(props: { month: string; act: ReturnType<typeof useStartRun>; busy: boolean }) {
  const { account } = shell.useRouteContext();
  const { month, act, busy } = props;
  return (
    <>
      {mayDo(account, exportLines.permission) && (
        <Button href={addressOf(exportLines, { params: { month }, query: { benefit: BENEFIT } })}>
          导出全部（CSV）
        </Button>
      )}
      {mayDo(account, 'allowances.run') && <StartRunButton text="计算本月清册" act={act} busy={busy} primary />}
    </>
  );
}

function RunNotice({ run }: { run: NonNullable<MonthAnswer['run']> }) {
  const title = `正在计算${monthText(run.month)}清册`;
  if (run.failed !== null) {
    return (
      <Alert
        type="error"
        className="kit-notice"
        title={`计算没有完成：${run.failed}`}
        description="请再次点“计算本月清册”，会从中断处接着算。"
      />
    );
  }
  return run.finished ? null : <ProgressBar title={title} done={run.done} total={run.total} />;
}

/** How many counties are how far: today's work in one line. */
function CountyStates({ counties }: { counties: MonthAnswer['counties'] }) {
  const inState = (state: MonthAnswer['counties'][number]['state']) =>
    counties.filter((each) => each.state === state).length;
  return (
    <>
      共 {counties.length} 个县（市、区）：{inState('released')} 个已发放，{inState('computed')} 个已计算等待发放，
      {inState('none') + inState('waiting')} 个未计算
    </>
  );
}
