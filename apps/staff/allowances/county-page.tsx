import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { CountyResult, showCountyMonth } from '#modules/allowances/contract.ts';
import type { Reply } from '#platform/contract/route.ts';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';
import { instantText, monthText } from '../../kit/month.ts';
import { Crumbs } from '../crumbs.tsx';
import { mayDo } from '../identity/session.ts';
import { countyQuery } from './allowance-queries.ts';
import { KindCards } from './kind-cards.tsx';
import { LastMonthNotice } from './last-month-notice.tsx';
import { ReleaseButton } from './release-button.tsx';
import { StartRunButton, useStartRun } from './start-run.tsx';
import { StateTag } from './state-tag.tsx';
import { TotalFigures } from './total-figures.tsx';
import { TownTable } from './town-table.tsx';

const route = getRouteApi('/signed-in/months/$month/counties/$county');
const shell = getRouteApi('/signed-in');
type CountyAnswer = Reply<typeof showCountyMonth>;

/** 县月清册: what is in the list, how far it is, and the act that makes it count. */
export function CountyPage() {
  const { month, county } = route.useParams();
  const answer = useQuery(countyQuery(month, county));
  return (
    <>
      <Crumbs>
        {[
          <Link key="month" to="/" search={{ month }}>
            {monthText(month)}
          </Link>,
          answer.data?.name ?? county,
        ]}
      </Crumbs>
      {answer.data === undefined ? (
        <Page title="县月清册">
          <Loaded query={answer}>{() => null}</Loaded>
        </Page>
      ) : (
        <Loaded query={answer}>{(shown) => <CountyShown answer={shown} />}</Loaded>
      )}
    </>
  );
}

function CountyShown({ answer }: { answer: CountyAnswer }) {
  const { month, county } = route.useParams();
  const { account } = shell.useRouteContext();
  const run = useStartRun(month, county);
  const { name, state, result } = answer;
  return (
    <Page
      title={`${name}${monthText(month)}高龄津贴清册`}
      lead={<Standing answer={answer} />}
      actions={
        <>
          {result !== null && <Button onClick={() => window.print()}>打印本页</Button>}
          {mayDo(account, 'allowances.run') && state !== 'released' && (
            <StartRunButton
              text={result === null ? '计算本县清册' : '重新计算'}
              act={run}
              busy={state === 'waiting'}
              primary={result === null}
            />
          )}
          {mayDo(account, 'allowances.release') && state === 'computed' && result !== null && (
            <ReleaseButton name={name} result={result} openingSigned={answer.openingSigned} />
          )}
        </>
      }
    >
      {run.isError && <RefusalNotice error={run.error} />}
      {state !== 'released' && <LastMonthNotice month={month} counties={[{ ...answer, code: county }]} />}
      {result === null ? (
        <EmptyState title={`${name}${monthText(month)}的清册还没有计算。`}>
          点“计算本县清册”开始，一般几秒钟完成。
        </EmptyState>
      ) : (
        <CountyFigures result={result} />
      )}
    </Page>
  );
}

function CountyFigures({ result }: { result: CountyResult }) {
  const { month, county, totals, byKind, byTown, cutOff, sha256 } = result;
  return (
    <>
      <TotalFigures totals={totals} month={month} onlyCounty={county} />
      <Section title="按类别">
        <KindCards month={month} county={county} byKind={byKind} />
      </Section>
      <Section title="按乡镇街道和年龄档">
        <TownTable month={month} county={county} towns={byTown} totals={totals} />
      </Section>
      <Section title="清册凭据">
        <p>数据截止：{instantText(cutOff)}。这一时刻以后登记的事实，算在下一次计算里。</p>
        <p>
          校验码（SHA-256）：<code className="staff-hash">{sha256}</code>
        </p>
      </Section>
    </>
  );
}

/** 状态, and who released it when; an unsigned opening is said before anybody presses the button. */
function Standing({ answer }: { answer: CountyAnswer }) {
  const { state, releasedBy, releasedAt, openingSigned } = answer;
  return (
    <span className="staff-standing">
      <StateTag state={state} />
      {releasedAt !== null && (
        <span>
          {releasedBy} 于 {instantText(releasedAt)} 发放
        </span>
      )}
      {state === 'computed' && !openingSigned && (
        <span>开账数据还没有签认：清册只能查看，不能发放。请先签认开账。</span>
      )}
    </span>
  );
}
