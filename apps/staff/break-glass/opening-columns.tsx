import { Link } from '@tanstack/react-router';
import { OPENING_FINDING_NAMES, OPENING_STATE_NAMES, type OpeningShown } from '#modules/identity/contract.ts';
import type { Column } from '../../kit/antd/data-table.tsx';
import { MaskedName } from '../../kit/masked-name.tsx';
import { instantText } from '../../kit/month.ts';

type OpeningColumn = Column<OpeningShown, never>;

export const PERSON: OpeningColumn = {
  key: 'person',
  title: '老人',
  heading: true,
  cell: ({ personNo, personName, state }) =>
    state === 'open' ? (
      <Link to="/people/$personNo" params={{ personNo: String(personNo) }}>
        <MaskedName name={personName} />
      </Link>
    ) : (
      <MaskedName name={personName} />
    ),
};
/** On the desk: who reviews has not opened the person himself. */
export const NAME: OpeningColumn = { ...PERSON, cell: ({ personName }) => <MaskedName name={personName} /> };

export const ACTOR: OpeningColumn = { key: 'actor', title: '谁、什么岗位', cell: ({ actor }) => actor };

export const REST: readonly OpeningColumn[] = [
  { key: 'reason', title: '事由', cell: ({ reason }) => reason },
  { key: 'openedAt', title: '打开时间', cell: ({ openedAt }) => instantText(openedAt) },
  { key: 'untilAt', title: '到期时间', cell: ({ untilAt }) => instantText(untilAt) },
  {
    key: 'state',
    title: '状态',
    cell: ({ state, dueDay, finding, reviewNote }) => (
      <>
        {finding === null ? OPENING_STATE_NAMES[state] : OPENING_FINDING_NAMES[finding]}
        <span className="staff-aside">{reviewNote ?? `${dueDay} 前复核`}</span>
      </>
    ),
  },
];
