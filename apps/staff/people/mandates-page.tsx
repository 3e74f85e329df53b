import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button } from 'antd';
import {
  exportMandates,
  type listMandates,
  MANDATE_SCOPE_NAMES,
  MANDATE_WAYS,
  type MandateShown,
  makeMandate,
  RELATION_NAMES,
  STANDING_NAMES,
  STANDINGS,
  WAY_TABLE,
} from '#modules/people/contract.ts';
import { addressOf } from '#platform/contract/call.ts';
import type { Reply } from '#platform/contract/route.ts';
import { Choice } from '../../kit/antd/choice.tsx';
import { type Column, DataTable } from '../../kit/antd/data-table.tsx';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { Pager } from '../../kit/antd/pager.tsx';
import { countText } from '../../kit/count.ts';
import { mayDo } from '../identity/session.ts';
import type { MandateSearch } from '../search.ts';
import { mandatesQuery } from './mandate-queries.ts';

const route = getRouteApi('/signed-in/mandates');
const shell = getRouteApi('/signed-in');
const STANDING_CHOICES = STANDINGS.map((value) => ({ value, label: STANDING_NAMES[value] }));
const WAY_CHOICES = MANDATE_WAYS.map((value) => ({ value, label: WAY_TABLE[value].name }));

const COLUMNS: Column<MandateShown, never>[] = [
  {
    key: 'no',
    title: '序号',
    heading: true,
    cell: ({ mandateNo }) => (
      <Link to="/mandates/$mandateNo" params={{ mandateNo: String(mandateNo) }}>
        第 {mandateNo} 号
      </Link>
    ),
  },
  { key: 'person', title: '老人', cell: ({ personNameMasked }) => personNameMasked },
  {
    key: 'holder',
    title: '受托人',
    cell: ({ holderNameMasked, relation }) => `${holderNameMasked}（${RELATION_NAMES[relation]}）`,
  },
  { key: 'way', title: '办理方式', cell: ({ way }) => WAY_TABLE[way].name },
  { key: 'standing', title: '现状', cell: ({ standing }) => STANDING_NAMES[standing] },
  {
    key: 'scopes',
    title: '委托事项',
    cell: ({ scopes }) => scopes.map((scope) => MANDATE_SCOPE_NAMES[scope]).join('、'),
  },
  { key: 'until', title: '止日', cell: ({ untilDay }) => untilDay },
];

/** 授权委托: of people who are registered or live where the current post works; what waits for a second one is one click away. */
export function MandatesPage() {
  const { page = 1, ...filter } = route.useSearch();
  const { account } = shell.useRouteContext();
  const answer = useQuery(mandatesQuery(filter, page));
  return (
    <Page
      title="授权委托"
      lead="家属代老人查看、办事，要有登记在册、随时可以撤销的委托。登记和确认由两个人办。"
      actions={
        <>
          <Button href={addressOf(exportMandates, { query: filter })}>导出这份名单（CSV）</Button>
          {mayDo(account, makeMandate.permission) && (
            <Link to="/mandates/make" className="staff-button-link">
              登记委托
            </Link>
          )}
        </>
      }
    >
      <Loaded query={answer}>{(shown) => <MandatesShown answer={shown} />}</Loaded>
    </Page>
  );
}

function MandatesShown({ answer: { mandates, total, page, pageSize } }: { answer: Reply<typeof listMandates> }) {
  const navigate = route.useNavigate();
  const { standing, way } = route.useSearch();
  const change = (wish: MandateSearch) =>
    void navigate({ search: (shown) => ({ ...shown, page: undefined, ...wish }) });
  return (
    <Section
      title="委托名单"
      aside={
        <p className="staff-total" role="status">
          共 <strong>{countText(total)} 项</strong>
        </p>
      }
    >
      <div className="staff-filter">
        <Choice
          name="现状"
          value={standing}
          options={STANDING_CHOICES}
          withAll
          onChange={(chosen) => change({ standing: chosen })}
        />
        <Choice
          name="办理方式"
          value={way}
          options={WAY_CHOICES}
          withAll
          onChange={(chosen) => change({ way: chosen })}
        />
      </div>
      {mandates.length === 0 ? (
        <EmptyState title="没有符合条件的委托。">
          <p>换一个现状或办理方式，或看全部。</p>
          <Button onClick={() => void navigate({ search: {} })}>看全部</Button>
        </EmptyState>
      ) : (
        <DataTable<MandateShown>
          caption="委托名单"
          columns={COLUMNS}
          rows={mandates}
          rowKey={({ mandateNo }) => mandateNo}
          rowsOpen
        />
      )}
      <Pager page={page} pageSize={pageSize} total={total} onPage={(wished) => change({ page: wished })} />
    </Section>
  );
}
