import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { endOwnSession, type SessionShown } from '#modules/identity/contract.ts';
import { DataTable } from '../../kit/antd/data-table.tsx';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { ownSessionsQuery } from './identity-queries.ts';
import { endColumn, WHERE } from './session-columns.tsx';

const COLUMNS = [...WHERE, endColumn(endOwnSession)];

/** 我的会话: where one is signed in oneself. */
export function OwnSessionsPage() {
  const answer = useQuery(ownSessionsQuery);
  return (
    <Page
      title="我的会话"
      lead={
        <>
          您现在在哪些地方登录着。有不认识的，先结束它，再<Link to="/own/password">修改口令</Link>。
        </>
      }
    >
      <Section title="正在使用的登录">
        <Loaded query={answer}>
          {({ sessions }) => (
            <DataTable<SessionShown>
              caption="我正在使用的登录"
              columns={COLUMNS}
              rows={sessions}
              rowKey={({ sessionNo }) => sessionNo}
            />
          )}
        </Loaded>
      </Section>
    </Page>
  );
}
