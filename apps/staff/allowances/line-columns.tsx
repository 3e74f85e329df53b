import { Link } from '@tanstack/react-router';
import { LIST_KIND_NAMES, type Line, lineSchema, type SORTS } from '#modules/allowances/contract.ts';
import type { Column } from '../../kit/antd/data-table.tsx';
import { MaskedName } from '../../kit/masked-name.tsx';
import { recoveryText, Yuan } from '../../kit/money.tsx';
import { dayText } from '../../kit/month.ts';
import { bandText } from './band.ts';

type LineColumn = Column<Line, (typeof SORTS)[number]>;

/** The columns of a list under the contract's own Chinese titles. */
export function lineColumns(month: string): LineColumn[] {
  return [
    {
      ...titled('nameMasked'),
      sortKey: 'person',
      heading: true,
      cell: ({ personNo, nameMasked }) => (
        <Link to="/people/$personNo" params={{ personNo: String(personNo) }} search={{ month }}>
          <MaskedName name={nameMasked} />
        </Link>
      ),
    },
    { ...titled('personNo'), cell: ({ personNo }) => personNo },
    { ...titled('townName'), sortKey: 'town', cell: ({ townName }) => townName },
    { ...titled('kind'), cell: ({ kind }) => (kind === 'none' ? '仅往月差额' : LIST_KIND_NAMES[kind]) },
    {
      ...titled('bandFromAge'),
      sortKey: 'band',
      cell: ({ bandFromAge }) => (bandFromAge === null ? '—' : bandText(bandFromAge)),
    },
    { ...titled('dueFen'), sortKey: 'due', number: true, cell: ({ dueFen }) => <Yuan fen={dueFen} /> },
    { ...titled('beforeFen'), number: true, cell: ({ beforeFen }) => <Yuan fen={beforeFen} /> },
    {
      ...titled('backPayFen'),
      number: true,
      cell: ({ backPayFen }) => (backPayFen === 0 ? '—' : <Yuan fen={backPayFen} />),
    },
    {
      ...titled('recoveryFen'),
      number: true,
      cell: ({ recoveryFen }) => (recoveryFen === 0 ? '—' : recoveryText(recoveryFen)),
    },
    { ...titled('payFen'), sortKey: 'pay', number: true, cell: ({ payFen }) => <Yuan fen={payFen} /> },
    {
      ...titled('cause'),
      cell: ({ cause, causeDay }) => (causeDay === null ? cause : `${cause}（${dayText(causeDay)}）`),
    },
  ];
}

function titled(key: keyof Line): { key: string; title: string } {
  return { key, title: String(lineSchema.shape[key].meta()?.title ?? key) };
}
