import { Link } from '@tanstack/react-router';
import { endOrganisation, ORGANISATION_KIND_NAMES, type Organisation } from '#modules/identity/contract.ts';
import { call } from '#platform/contract/call.ts';
import type { Column } from '../../kit/antd/data-table.tsx';
import { EndButton } from './end-button.tsx';
import { DIRECTORY_KEY } from './identity-queries.ts';
import { canEnd, spanText } from './words.ts';

type OrganisationColumn = Column<Organisation, never>;

export function organisationColumns(mayEnd: boolean): OrganisationColumn[] {
  const columns: OrganisationColumn[] = [
    { key: 'name', title: '名称', heading: true, cell: ({ name }) => name },
    { key: 'kind', title: '类别', cell: ({ kind }) => ORGANISATION_KIND_NAMES[kind] },
    {
      key: 'place',
      title: '所在地',
      cell: ({ division, divisionName }) => (
        <Link to="/organisations" search={{ division }} aria-label={`只看${divisionName}的组织`}>
          {divisionName}
        </Link>
      ),
    },
    { key: 'days', title: '起止', cell: (organisation) => spanText(organisation) },
    {
      key: 'people',
      title: '人员',
      cell: ({ organisationNo, name }) => (
        <Link to="/accounts" search={{ organisation: organisationNo }} aria-label={`${name}任职的人`}>
          任职的人
        </Link>
      ),
    },
  ];
  if (mayEnd) columns.push({ key: 'end', title: '办理', cell: (organisation) => <End organisation={organisation} /> });
  return columns;
}

function End({ organisation }: { organisation: Organisation }) {
  const { organisationNo, version, name, kind } = organisation;
  if (kind === 'government' || !canEnd(organisation)) return '—';
  return (
    <EndButton
      text="停用"
      label={`停用${name}`}
      title={`停用${name}`}
      okText="确认停用"
      small
      withDay
      act={(untilDay) => call(endOrganisation, { body: { organisationNo, version, untilDay } })}
      stale={DIRECTORY_KEY}
    >
      <ul className="staff-what-happens">
        <li>停用后，在这个单位的岗位全部失效，任职的人不能再用这些岗位办事。</li>
        <li>停用后不能恢复；要再用，请重新建立。</li>
      </ul>
    </EndButton>
  );
}
