import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { Page, Section } from '../../kit/antd/page.tsx';
import { EnrolSecondFactor } from './enrol-second-factor.tsx';
import { ProveForm } from './prove-form.tsx';
import { sessionQuery } from './session.ts';
import { isOurs } from './sign-in-page.tsx';

const shell = getRouteApi('/signed-in');
const route = getRouteApi('/signed-in/own/second-factor');

/** 动态口令: the second half of signing in, or the telephone that will give the codes. */
export function SecondFactorPage() {
  const { account } = shell.useRouteContext();
  const goOn = useGoOn();
  if (account.unfinished === 'prove') {
    return (
      <Page title="输入动态口令" lead={`${account.displayName}，口令对了，还差一步。`}>
        <Section title="验证器里的六位数字">
          <ProveForm onDone={goOn} />
        </Section>
      </Page>
    );
  }
  const isFirst = account.unfinished === 'enrol';
  return (
    <Page
      title={isFirst ? '启用动态口令' : '换手机'}
      lead={
        isFirst
          ? '您的岗位能看到老人的个人信息，登录要两道：一道是口令，一道是手机上的六位数字。现在用三分钟设好，以后每次登录看一眼手机。'
          : '新手机设好以后，旧手机上的数字立刻作废，您在其他电脑上的登录全部退出。'
      }
    >
      <EnrolSecondFactor onDone={goOn} />
      {!isFirst && (
        <p>
          <Link to="/own/security">先不换，返回安全设置</Link>
        </p>
      )}
    </Page>
  );
}

/** On to where signing in was asked for. */
function useGoOn() {
  const queryClient = useQueryClient();
  const router = useRouter();
  const { back } = route.useSearch();
  return async () => {
    await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
    await router.invalidate();
    await router.navigate({ to: isOurs(back) ? back : '/', replace: true });
  };
}
