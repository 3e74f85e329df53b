import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import { endSession, type listSessions, type SessionShown } from '#modules/identity/contract.ts';
import type { Reply } from '#platform/contract/route.ts';
import { DataTable } from '../../kit/antd/data-table.tsx';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { Pager } from '../../kit/antd/pager.tsx';
import { countText } from '../../kit/count.ts';
import { EndCitizenSessionsButton } from './end-citizen-sessions-button.tsx';
import { sessionsQuery } from './identity-queries.ts';
import { SearchBox } from './search-box.tsx';
import { endColumn, WHERE, WHO } from './session-columns.tsx';

const route = getRouteApi('/signed-in/sessions');
const COLUMNS = [WHO, ...WHERE, endColumn(endSession)];

/** 会话: who is signed in now, from where, since when. */
export function SessionsPage() {
  const { search, page = 1 } = route.useSearch();
  const answer = useQuery(sessionsQuery(search, page));
  return (
    <Page title="会话" lead="现在登录着的人。发现不认识的来源、人已离岗还登录着，就结束它。">
      <Loaded query={answer}>{(shown) => <SessionsShown answer={shown} />}</Loaded>
      <Section title="公民在门户的登录">
        <EndCitizenSessionsButton />
      </Section>
    </Page>
  );
}

function SessionsShown({ answer: { sessions, total, page, pageSize } }: { answer: Reply<typeof listSessions> }) {
  const { search } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Section
      title="正在使用的登录"
      aside={
        <p className="staff-total" role="status">
          共 <strong>{countText(total)} 个</strong>
        </p>
      }
    >
      <div className="staff-filter">
        <SearchBox
          key={search}
          label="姓名或账号"
          value={search}
          onSearch={(text) => void navigate({ search: { search: text } })}
        />
        {search !== undefined && <Button onClick={() => void navigate({ search: {} })}>看全部</Button>}
      </div>
      {sessions.length === 0 ? (
        <EmptyState title="这个人现在没有登录。">请核对姓名或账号；可以只写一部分。</EmptyState>
      ) : (
        <DataTable<SessionShown>
          caption="正在使用的登录"
          columns={COLUMNS}
          rows={sessions}
          rowKey={({ sessionNo }) => sessionNo}
        />
      )}
      <Pager
        page={page}
        pageSize={pageSize}
        total={total}
        onPage={(wished) => void navigate({ search: (shown) => ({ ...shown, page: wished }) })}
      />
    </Section>
  );
}
