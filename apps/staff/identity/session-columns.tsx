import type { endOwnSession, endSession, SessionShown } from '#modules/identity/contract.ts';
import { call } from '#platform/contract/call.ts';
import type { Column } from '../../kit/antd/data-table.tsx';
import { instantText } from '../../kit/month.ts';
import { EndButton } from './end-button.tsx';
import { SESSIONS_KEY } from './identity-queries.ts';
import { postText } from './words.ts';

type SessionColumn = Column<SessionShown, never>;

/** 会话 under the contract's own Chinese titles. */
export const WHO: SessionColumn = {
  key: 'who',
  title: '姓名',
  heading: true,
  cell: ({ displayName, name }) => (
    <>
      {displayName}
      <span className="staff-aside">{name}</span>
    </>
  ),
};

export const WHERE: readonly SessionColumn[] = [
  { key: 'post', title: '岗位', cell: ({ post }) => (post === null ? '没有岗位' : postText(post)) },
  { key: 'source', title: '来源地址', cell: ({ source }) => source },
  { key: 'createdAt', title: '登录时间', cell: ({ createdAt }) => instantText(createdAt) },
  { key: 'lastSeenAt', title: '最近使用', cell: ({ lastSeenAt }) => instantText(lastSeenAt) },
];

/** 结束 at every row but the one that asks, which signs out instead. */
export function endColumn(route: typeof endOwnSession | typeof endSession): SessionColumn {
  return {
    key: 'end',
    title: '办理',
    cell: ({ sessionNo, displayName, createdAt, isThis }) =>
      isThis ? (
        '就是现在这一个'
      ) : (
        <EndButton
          text="结束"
          label={`结束${displayName} ${instantText(createdAt)} 的登录`}
          title={`结束${displayName}的登录`}
          okText="确认结束"
          small
          act={() => call(route, { body: { sessionNo } })}
          stale={SESSIONS_KEY}
        >
          <ul className="staff-what-happens">
            <li>那台电脑上立刻退出，没有提交的内容会丢失。</li>
            <li>账号和岗位不受影响，用口令可以重新登录；要禁止登录，请系统管理员重设口令或停用账号。</li>
          </ul>
        </EndButton>
      ),
  };
}
