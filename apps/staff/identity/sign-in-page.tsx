import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import type { Account } from '#modules/identity/contract.ts';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page } from '../../kit/antd/page.tsx';
import { ExternalWays } from './external-ways.tsx';
import { FirstAdministratorForm } from './first-administrator-form.tsx';
import { rememberSession, sessionQuery } from './session.ts';
import { SignInForm } from './sign-in-form.tsx';

const route = getRouteApi('/sign-in');

/** 登录; on a system that nobody has used yet, the first administrator's form instead. */
export function SignInPage() {
  const session = useQuery(sessionQuery);
  const enter = useEnter();
  const { back } = route.useSearch();
  return (
    <main className="staff-sign-in">
      <Loaded query={session}>
        {({ setupNeeded }) =>
          setupNeeded ? (
            <Page title="建立首位管理员" lead="系统第一次使用。建立之后，用这个账号登录。">
              <FirstAdministratorForm onDone={enter} />
            </Page>
          ) : (
            <Page title="登录康养" lead="养老服务综合平台 · 工作人员入口">
              <SignInForm onDone={enter} />
              <ExternalWays back={isOurs(back) ? back : undefined} />
            </Page>
          )
        }
      </Loaded>
    </main>
  );
}

/** Goes on where signing in was asked for; never to another site. */
function useEnter() {
  const queryClient = useQueryClient();
  const router = useRouter();
  const { back } = route.useSearch();
  return (account: Account) => {
    rememberSession(queryClient, account);
    void router.navigate({ to: isOurs(back) ? back : '/', replace: true });
  };
}

/** An address of our own pages, never another site. */
export function isOurs(back: string | undefined): back is string {
  return back !== undefined && /^\/(?![/\\])/.test(back);
}
