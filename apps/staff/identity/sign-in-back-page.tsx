import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { finishExternal } from '#modules/identity/contract.ts';
import { call } from '#platform/contract/call.ts';
import { Page } from '../../kit/antd/page.tsx';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';
import { sessionQuery } from './session.ts';
import { isOurs } from './sign-in-page.tsx';

/** 从其他系统登录回来: what the address brought is sent once and taken out of the address at once. */
export function SignInBackPage() {
  const queryClient = useQueryClient();
  const router = useRouter();
  const isSent = useRef(false);
  const act = useMutation({
    mutationFn: (search: string) => call(finishExternal, { body: { search } }),
    onSuccess: async ({ back }) => {
      await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
      await router.navigate({ to: isOurs(back ?? undefined) ? (back ?? '/') : '/', replace: true });
    },
  });
  useEffect(() => {
    if (isSent.current) return;
    isSent.current = true;
    const search = window.location.search.slice(1);
    window.history.replaceState(null, '', window.location.pathname);
    act.mutate(search);
  }, [act.mutate]);
  return (
    <main className="staff-sign-in">
      <Page title="正在登录" lead="正在核对您的身份，请稍候。">
        {act.isError && (
          <>
            <RefusalNotice error={act.error} />
            <Link to="/sign-in">返回登录页</Link>
          </>
        )}
      </Page>
    </main>
  );
}
