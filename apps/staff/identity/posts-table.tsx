import { Link } from '@tanstack/react-router';
import { endPost, type HeldPost, ORGANISATION_KIND_NAMES, ROLE_NAMES } from '#modules/identity/contract.ts';
import { call } from '#platform/contract/call.ts';
import { type Column, DataTable } from '../../kit/antd/data-table.tsx';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { EndButton } from './end-button.tsx';
import { type AccountAnswer, DIRECTORY_KEY } from './identity-queries.ts';
import { StandInButton } from './stand-in-button.tsx';
import { StandTag } from './stand-tag.tsx';
import { canEnd, postText, spanText, standOf } from './words.ts';

type PostsProps = { account: AccountAnswer; mayAct: boolean };

/** 岗位 of an account, past ones and those to come too. */
export function PostsTable({ account, mayAct }: PostsProps) {
  const { posts, displayName } = account;
  if (posts.length === 0) {
    return (
      <EmptyState title={`${displayName}还没有岗位。`}>
        没有岗位的人登录后什么也不能做。{mayAct && '请点右上方的“设立岗位”。'}
      </EmptyState>
    );
  }
  return (
    <DataTable<HeldPost>
      caption="岗位"
      columns={columnsOf(account, mayAct)}
      rows={posts}
      rowKey={({ postNo }) => postNo}
    />
  );
}

function columnsOf(account: AccountAnswer, mayAct: boolean): Column<HeldPost, never>[] {
  const columns: Column<HeldPost, never>[] = [
    {
      key: 'organisation',
      title: '组织',
      heading: true,
      cell: ({ organisationNo, organisationName, organisationKind }) => (
        <>
          <Link to="/accounts" search={{ organisation: organisationNo }}>
            {organisationName}
          </Link>
          {organisationKind !== 'government' && (
            <span className="staff-aside">{ORGANISATION_KIND_NAMES[organisationKind]}</span>
          )}
        </>
      ),
    },
    { key: 'role', title: '角色', cell: ({ role }) => ROLE_NAMES[role] },
    { key: 'days', title: '起止', cell: (post) => spanText(post) },
    { key: 'stand', title: '状态', cell: (post) => <StandTag stand={standOf(post)} /> },
  ];
  if (!mayAct) return columns;
  const act = (post: HeldPost) => <PostActs account={account} post={post} />;
  return [...columns, { key: 'acts', title: '办理', cell: act }];
}

function PostActs({ account, post }: { account: AccountAnswer; post: HeldPost }) {
  if (!canEnd(post)) return '—';
  const { postNo, version } = post;
  return (
    <div className="staff-acts">
      <StandInButton holder={account} post={post} />
      <EndButton
        text="结束"
        label={`结束岗位：${postText(post)}`}
        title={`结束${account.displayName}的岗位`}
        okText="确认结束"
        small
        withDay
        act={(untilDay) => call(endPost, { body: { postNo, version, untilDay } })}
        stale={DIRECTORY_KEY}
      >
        <ul className="staff-what-happens">
          <li>
            {account.displayName}不再是<strong>{postText(post)}</strong>；这个岗位上的代岗也随着失效。
          </li>
          <li>今天结束的，正在使用也立刻失效；他的账号和别的岗位不受影响。</li>
        </ul>
      </EndButton>
    </div>
  );
}
