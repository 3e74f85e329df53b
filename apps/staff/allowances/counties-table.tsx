import { getRouteApi, Link } from '@tanstack/react-router';
import { LIST_KIND_NAMES, type ListKind } from '#modules/allowances/contract.ts';
import { type Column, DataTable } from '../../kit/antd/data-table.tsx';
import { countText } from '../../kit/count.ts';
import { yuanText } from '../../kit/money.tsx';
import { ordered } from '../../kit/order.ts';
import type { MONTH_SORTS } from '../search.ts';
import type { CountyMonth } from './allowance-queries.ts';
import { ListLink } from './list-link.tsx';
import { StateTag } from './state-tag.tsx';

type SortKey = (typeof MONTH_SORTS)[number];
type CountyColumn = Column<CountyMonth, SortKey>;

const route = getRouteApi('/signed-in/');
const KINDS_SHOWN: readonly ListKind[] = ['new', 'stopped', 'reduced', 'changed', 'backPay', 'recovery'];
const VALUES: Record<SortKey, (county: CountyMonth) => string | number | null> = {
  county: ({ code }) => code,
  persons: ({ totals }) => totals?.persons ?? null,
  amount: ({ totals }) => totals?.amountFen ?? null,
};

export function CountiesTable({ month, counties }: { month: string; counties: readonly CountyMonth[] }) {
  const { sort: by = 'county', direction = 'up' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <div id="counties">
      <DataTable<CountyMonth, SortKey>
        caption="各县（市、区）本月清册"
        columns={columnsOf(month)}
        rows={ordered(counties, VALUES[by], direction)}
        rowKey={({ code }) => code}
        sort={{ by, direction }}
        onSort={(sort) =>
          void navigate({
            search: (shown) => ({ ...shown, sort: sort.by, direction: sort.direction }),
            resetScroll: false,
          })
        }
      />
    </div>
  );
}

function columnsOf(month: string): CountyColumn[] {
  return [
    { key: 'city', title: '市', cell: ({ city }) => city },
    {
      key: 'county',
      title: '县（市、区）',
      sortKey: 'county',
      heading: true,
      cell: ({ code, name }) => (
        <Link to="/months/$month/counties/$county" params={{ month, county: code }}>
          {name}
        </Link>
      ),
    },
    { key: 'state', title: '状态', cell: ({ state }) => <StateTag state={state} /> },
    {
      key: 'persons',
      title: '人数',
      sortKey: 'persons',
      number: true,
      cell: ({ code, name, totals }) =>
        totals && (
          <ListLink month={month} county={code} label={`${name}人数 ${totals.persons}，打开清册`}>
            {countText(totals.persons)}
          </ListLink>
        ),
    },
    {
      key: 'amount',
      title: '应发金额',
      sortKey: 'amount',
      number: true,
      cell: ({ code, name, totals }) =>
        totals && (
          <ListLink month={month} county={code} label={`${name}应发金额 ${yuanText(totals.amountFen)}，打开清册`}>
            {yuanText(totals.amountFen)}
          </ListLink>
        ),
    },
    ...KINDS_SHOWN.map((kind) => kindColumn(month, kind)),
  ];
}

/** Heads of one kind as a link into that list; nobody there is no link. */
function kindColumn(month: string, kind: ListKind): CountyColumn {
  const title = LIST_KIND_NAMES[kind];
  return {
    key: kind,
    title,
    number: true,
    cell: ({ code, name, byKind }) => {
      if (byKind === null) return null;
      const { persons } = byKind[kind];
      if (persons === 0) return '0';
      return (
        <ListLink month={month} county={code} filter={{ kind }} label={`${name}${title} ${persons} 人，打开清册`}>
          {countText(persons)}
        </ListLink>
      );
    },
  };
}
