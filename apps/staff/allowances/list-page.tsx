import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { exportLines, LIST_KIND_NAMES, type Line, type listLines, type SORTS } from '#modules/allowances/contract.ts';
import { addressOf } from '#platform/contract/call.ts';
import type { Reply } from '#platform/contract/route.ts';
import { DataTable } from '../../kit/antd/data-table.tsx';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { Pager } from '../../kit/antd/pager.tsx';
import { countText } from '../../kit/count.ts';
import { recoveryText, yuanText } from '../../kit/money.tsx';
import { monthText } from '../../kit/month.ts';
import { Crumbs } from '../crumbs.tsx';
import { mayDo } from '../identity/session.ts';
import type { ListSearch } from '../search.ts';
import { BENEFIT, countyQuery, linesQuery } from './allowance-queries.ts';
import { lineColumns } from './line-columns.tsx';
import { ListFilter } from './list-filter.tsx';
import { ownPlace } from './own-place.ts';

type SortKey = (typeof SORTS)[number];
type Lines = Reply<typeof listLines>;

const route = getRouteApi('/signed-in/months/$month/counties/$county/list');
const shell = getRouteApi('/signed-in');

/** 清册明细: the lines of a county's month, as the address filters and sorts them. */
export function ListPage() {
  const { month, county } = route.useParams();
  const { kind, town, fromAge, sort = 'person', direction = 'up', page = 1 } = route.useSearch();
  const { account } = shell.useRouteContext();
  const place = ownPlace(account);
  const filter = { county, kind, town, fromAge, ...place?.only };
  // Who covers less than the county may not ask for the county's list.
  const answer = useQuery({ ...countyQuery(month, county), enabled: place === undefined });
  const name = place?.name ?? answer.data?.name ?? county;
  const lines = useQuery(linesQuery(month, filter, { sort, direction, page }));
  const csv = addressOf(exportLines, { params: { month }, query: { benefit: BENEFIT, ...filter } });
  return (
    <>
      <Crumbs>
        {[
          <Link key="month" to="/" search={{ month }}>
            {monthText(month)}
          </Link>,
          place === undefined ? (
            <Link key="county" to="/months/$month/counties/$county" params={{ month, county }}>
              {name}
            </Link>
          ) : (
            name
          ),
          kind === undefined ? '清册明细' : LIST_KIND_NAMES[kind],
        ]}
      </Crumbs>
      <Page
        title={`${name}${monthText(month)}清册明细`}
        actions={mayDo(account, exportLines.permission) && <Button href={csv}>导出这份清册（CSV）</Button>}
      >
        <Loaded query={lines}>{(shown) => <ListShown lines={shown} />}</Loaded>
      </Page>
    </>
  );
}

function ListShown({ lines: { lines, total, page, pageSize, towns, fromAges } }: { lines: Lines }) {
  const { month } = route.useParams();
  const { account } = shell.useRouteContext();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (wish: ListSearch) => void navigate({ search: (shown) => ({ ...shown, page: undefined, ...wish }) });
  const { sort = 'person', direction = 'up' } = search;
  return (
    <Section title="清册" aside={<TotalLine total={total} kind={search.kind} />}>
      <ListFilter
        search={search}
        towns={ownPlace(account) === undefined ? towns : []}
        fromAges={fromAges}
        onChange={change}
      />
      {lines.length === 0 ? (
        <EmptyState title="没有符合条件的人。">
          <Button onClick={() => void navigate({ search: {} })}>看全部</Button>
        </EmptyState>
      ) : (
        <DataTable<Line, SortKey>
          caption="清册明细"
          columns={lineColumns(month)}
          rows={lines}
          rowKey={({ personNo }) => personNo}
          sort={{ by: sort, direction }}
          onSort={(wish) => change({ sort: wish.by, direction: wish.direction })}
          rowsOpen
        />
      )}
      <Pager page={page} pageSize={pageSize} total={total.persons} onPage={(wished) => change({ page: wished })} />
    </Section>
  );
}

/** What the whole filtered list adds up to, not only this page. */
function TotalLine({ total, kind }: { total: Lines['total']; kind: ListSearch['kind'] }) {
  const sum = kind === 'recovery' ? recoveryText(total.amountFen) : yuanText(total.amountFen);
  return (
    <p className="staff-total" role="status">
      {kind === undefined ? '全部（含停发和只有往月差额的人）' : LIST_KIND_NAMES[kind]}{' '}
      <strong>{countText(total.persons)} 人</strong>，{kind === undefined && '本月应发'}合计 <strong>{sum}</strong>
    </p>
  );
}
