import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { exportWhomAccountSaw, type whoSawPerson } from '#modules/audit/contract.ts';
import { addressOf } from '#platform/contract/call.ts';
import type { Reply } from '#platform/contract/route.ts';
import { type Column, DataTable } from '../../kit/antd/data-table.tsx';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { countText } from '../../kit/count.ts';
import { instantText } from '../../kit/month.ts';
import type { SeenSearch } from '../search.ts';
import { whoSawQuery } from './audit-queries.ts';
import { FilterField } from './filter-field.tsx';
import { FindPersonButton } from './find-person-button.tsx';
import { WhomSaw } from './whom-saw.tsx';

const route = getRouteApi('/signed-in/audit/seen');

/** C-37 谁看过谁: the first questions after a leak, answered from the audit. */
export function SeenPage() {
  const search = route.useSearch();
  const { person, account, from, to } = search;
  return (
    <Page
      title="谁看过谁"
      lead="发现泄露时先查这里：谁看过这个人；这个账号看过谁。名单上一起看的也算。"
      actions={
        account !== undefined && (
          <Button href={addressOf(exportWhomAccountSaw, { query: { account, from, to } })}>导出看过的人（CSV）</Button>
        )
      }
    >
      <Section title="查什么">
        <SeenFilter key={JSON.stringify(search)} search={search} />
      </Section>
      {person !== undefined && <WhoSaw search={search} />}
      {account !== undefined && <WhomSaw search={search} />}
    </Page>
  );
}

function SeenFilter({ search }: { search: SeenSearch }) {
  const navigate = route.useNavigate();
  const [wish, setWish] = useState<SeenSearch>(search);
  const set = (more: SeenSearch) => setWish((before) => ({ ...before, ...more, page: undefined }));
  return (
    <form
      className="staff-filter"
      onSubmit={(event) => {
        event.preventDefault();
        void navigate({ search: wish });
      }}
    >
      <FilterField label="从哪一天" type="date" value={wish.from} onChange={(from) => set({ from })} />
      <FilterField label="到哪一天" type="date" value={wish.to} onChange={(to) => set({ to })} />
      <FilterField
        label="这个账号看过谁：账号"
        value={wish.account}
        onChange={(account) => set({ account, person: undefined })}
      />
      <Button type="primary" htmlType="submit">
        查询
      </Button>
      <FindPersonButton onFound={(person) => void navigate({ search: { from: wish.from, to: wish.to, person } })} />
    </form>
  );
}

type Seer = Reply<typeof whoSawPerson>['seers'][number];

function WhoSaw({ search }: { search: SeenSearch }) {
  const answer = useQuery(whoSawQuery(search));
  const columns: Column<Seer, never>[] = [
    {
      key: 'actor',
      title: '谁、什么岗位',
      heading: true,
      cell: ({ actor, accountName }) => (
        <Link to="/audit" search={{ ...daysOf(search), person: search.person, account: accountName }}>
          {actor}
        </Link>
      ),
    },
    { key: 'account', title: '账号', cell: ({ accountName }) => accountName },
    { key: 'times', title: '次数', number: true, cell: ({ times }) => countText(times) },
    { key: 'onLists', title: '其中在名单上', number: true, cell: ({ onLists }) => countText(onLists) },
    { key: 'firstAt', title: '第一次', cell: ({ firstAt }) => instantText(firstAt) },
    { key: 'lastAt', title: '最近一次', cell: ({ lastAt }) => instantText(lastAt) },
  ];
  return (
    <Loaded query={answer}>
      {({ nameMasked, seers, ms }) => (
        <Section
          title={`谁看过${nameMasked ?? `第 ${search.person} 号`}`}
          aside={
            <p className="staff-total" role="status">
              <strong>{countText(seers.length)} 个账号</strong>（用时 {ms} 毫秒）
            </p>
          }
        >
          {seers.length === 0 ? (
            <EmptyState title="这段时间没有人看过。">请核对起止日。</EmptyState>
          ) : (
            <DataTable<Seer>
              caption="看过这个人的账号"
              columns={columns}
              rows={seers}
              rowKey={({ accountName }) => accountName}
            />
          )}
        </Section>
      )}
    </Loaded>
  );
}

function daysOf({ from, to }: SeenSearch) {
  return { from, to };
}
