import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import {
  exportOrganisations,
  type listOrganisations,
  makeOrganisation,
  ORGANISATION_KIND_NAMES,
  ORGANISATION_KINDS,
  type Organisation,
} from '#modules/identity/contract.ts';
import { addressOf } from '#platform/contract/call.ts';
import type { Reply } from '#platform/contract/route.ts';
import { Choice } from '../../kit/antd/choice.tsx';
import { DataTable } from '../../kit/antd/data-table.tsx';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { Pager } from '../../kit/antd/pager.tsx';
import { countText } from '../../kit/count.ts';
import type { OrganisationSearch } from '../search.ts';
import { organisationsQuery, placeQuery } from './identity-queries.ts';
import { MakeOrganisationButton } from './make-organisation-button.tsx';
import { organisationColumns } from './organisation-columns.tsx';
import { SearchBox } from './search-box.tsx';
import { mayDo } from './session.ts';

type Organisations = Reply<typeof listOrganisations>;

const route = getRouteApi('/signed-in/organisations');
const shell = getRouteApi('/signed-in');
const KINDS = ORGANISATION_KINDS.map((value) => ({ value, label: ORGANISATION_KIND_NAMES[value] }));

/** 组织: government by the divisions, outside organisations by hand. */
export function OrganisationsPage() {
  const { page = 1, ...filter } = route.useSearch();
  const { account } = shell.useRouteContext();
  const answer = useQuery(organisationsQuery(filter, page));
  return (
    <Page
      title="组织"
      lead="民政系统的组织随行政区划自动建立；养老机构、商户、银行、其他部门在这里建立和停用。"
      actions={
        <>
          <Button href={addressOf(exportOrganisations, { query: filter })}>导出这份名单（CSV）</Button>
          {mayDo(account, makeOrganisation.permission) && <MakeOrganisationButton />}
        </>
      }
    >
      <Loaded query={answer}>{(shown) => <OrganisationsShown answer={shown} />}</Loaded>
    </Page>
  );
}

function OrganisationsShown({ answer: { organisations, total, page, pageSize } }: { answer: Organisations }) {
  const navigate = route.useNavigate();
  const { account } = shell.useRouteContext();
  const change = (wish: OrganisationSearch) =>
    void navigate({ search: (shown) => ({ ...shown, page: undefined, ...wish }) });
  return (
    <Section
      title="组织名单"
      aside={
        <p className="staff-total" role="status">
          共 <strong>{countText(total)} 个</strong>
        </p>
      }
    >
      <OrganisationsFilter onChange={change} />
      {organisations.length === 0 ? (
        <EmptyState title="没有符合条件的组织。">
          <p>名称可以只写一部分，例如“玉环”。还没有登记的外部单位，由系统管理员在这里建立。</p>
          <Button onClick={() => void navigate({ search: {} })}>看全部</Button>
        </EmptyState>
      ) : (
        <DataTable<Organisation>
          caption="组织名单"
          columns={organisationColumns(mayDo(account, makeOrganisation.permission))}
          rows={organisations}
          rowKey={({ organisationNo }) => organisationNo}
        />
      )}
      <Pager page={page} pageSize={pageSize} total={total} onPage={(wished) => change({ page: wished })} />
    </Section>
  );
}

function OrganisationsFilter({ onChange }: { onChange: (wish: OrganisationSearch) => void }) {
  const { search, kind, division } = route.useSearch();
  const place = useQuery(placeQuery(division)).data;
  const isFiltered = search !== undefined || kind !== undefined || division !== undefined;
  return (
    <div className="staff-filter">
      <SearchBox key={search} label="名称" value={search} onSearch={(text) => onChange({ search: text })} />
      <Choice name="类别" value={kind} options={KINDS} withAll onChange={(chosen) => onChange({ kind: chosen })} />
      {division !== undefined && (
        <span className="staff-chip">
          所在地：{place ?? division}
          <Button size="small" aria-label="取消所在地" onClick={() => onChange({ division: undefined })}>
            取消
          </Button>
        </span>
      )}
      {isFiltered && (
        <Button onClick={() => onChange({ search: undefined, kind: undefined, division: undefined })}>清除筛选</Button>
      )}
    </div>
  );
}
