import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button } from 'antd';
import {
  ACCOUNT_STATE_NAMES,
  ACCOUNT_STATES,
  type AccountRowShown,
  exportAccounts,
  type listAccounts,
  makeAccount,
} from '#modules/identity/contract.ts';
import { addressOf } from '#platform/contract/call.ts';
import type { Reply } from '#platform/contract/route.ts';
import { Choice } from '../../kit/antd/choice.tsx';
import { type Column, DataTable } from '../../kit/antd/data-table.tsx';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { Pager } from '../../kit/antd/pager.tsx';
import { countText } from '../../kit/count.ts';
import { instantText } from '../../kit/month.ts';
import type { AccountSearch } from '../search.ts';
import { AccountTag } from './account-tag.tsx';
import { accountsQuery } from './identity-queries.ts';
import { MakeAccountButton } from './make-account-button.tsx';
import { SearchBox } from './search-box.tsx';
import { mayDo } from './session.ts';
import { postText } from './words.ts';

type Accounts = Reply<typeof listAccounts>;

const route = getRouteApi('/signed-in/accounts');
const shell = getRouteApi('/signed-in');

/** 账号: who may sign in, and as what. */
export function AccountsPage() {
  const { page = 1, search, organisation, state } = route.useSearch();
  const { account } = shell.useRouteContext();
  const filter = { search, organisationNo: organisation, state };
  const answer = useQuery(accountsQuery(filter, page));
  return (
    <Page
      title="账号"
      lead="先查有没有这个人；没有再建立账号，接着设立岗位。"
      actions={
        <>
          <Button href={addressOf(exportAccounts, { query: filter })}>导出这份名单（CSV）</Button>
          {mayDo(account, makeAccount.permission) && <MakeAccountButton />}
        </>
      }
    >
      <Loaded query={answer}>{(shown) => <AccountsShown answer={shown} />}</Loaded>
    </Page>
  );
}

const STATES = ACCOUNT_STATES.map((value) => ({ value, label: ACCOUNT_STATE_NAMES[value] }));

const COLUMNS: Column<AccountRowShown, never>[] = [
  {
    key: 'displayName',
    title: '姓名',
    heading: true,
    cell: ({ accountNo, displayName }) => (
      <Link to="/accounts/$accountNo" params={{ accountNo: String(accountNo) }}>
        {displayName}
      </Link>
    ),
  },
  { key: 'name', title: '账号', cell: ({ name }) => name },
  { key: 'posts', title: '现在的岗位', cell: ({ posts }) => <Posts posts={posts} /> },
  { key: 'state', title: '状态', cell: (account) => <AccountTag account={account} /> },
  { key: 'createdAt', title: '建立时间', cell: ({ createdAt }) => instantText(createdAt) },
];

function AccountsShown({ answer: { accounts, total, page, pageSize } }: { answer: Accounts }) {
  const { search, organisation, state } = route.useSearch();
  const navigate = route.useNavigate();
  const mayMake = mayDo(shell.useRouteContext().account, makeAccount.permission);
  const change = (wish: AccountSearch) =>
    void navigate({ search: (shown) => ({ ...shown, page: undefined, ...wish }) });
  const there = accounts.flatMap(({ posts }) => posts).find(({ organisationNo }) => organisationNo === organisation);
  return (
    <Section
      title={organisation === undefined ? '账号名单' : `${there?.organisationName ?? '这个组织'}任职的人`}
      aside={
        <p className="staff-total" role="status">
          共 <strong>{countText(total)} 人</strong>
        </p>
      }
    >
      <div className="staff-filter">
        <SearchBox key={search} label="姓名、账号或组织" value={search} onSearch={(text) => change({ search: text })} />
        <Choice name="状态" value={state} options={STATES} withAll onChange={(chosen) => change({ state: chosen })} />
        {(search !== undefined || organisation !== undefined || state !== undefined) && (
          <Button onClick={() => void navigate({ search: {} })}>看全部账号</Button>
        )}
      </div>
      {accounts.length === 0 ? (
        <EmptyState title={organisation === undefined ? '没有找到这样的账号。' : '这个组织现在没有任职的人。'}>
          {organisation === undefined
            ? `可以只写姓名的一个字，或换成账号、组织名称再找；确实没有的，请${mayMake ? '点' : '系统管理员'}“建立账号”。`
            : `请${mayMake ? '' : '系统管理员'}打开那个人的账号，给他设立这个组织的岗位。`}
        </EmptyState>
      ) : (
        <DataTable<AccountRowShown>
          caption="账号名单"
          columns={COLUMNS}
          rows={accounts}
          rowKey={({ accountNo }) => accountNo}
          rowsOpen
        />
      )}
      <Pager page={page} pageSize={pageSize} total={total} onPage={(wished) => change({ page: wished })} />
    </Section>
  );
}

function Posts({ posts }: Pick<AccountRowShown, 'posts'>) {
  if (posts.length === 0) return '没有岗位';
  return (
    <ul className="staff-plain-list">
      {posts.map((post) => (
        <li key={post.postNo}>{postText(post)}</li>
      ))}
    </ul>
  );
}
