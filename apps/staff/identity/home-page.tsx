import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { Button } from 'antd';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { MonthPage } from '../allowances/month-page.tsx';
import { mayDo, sessionQuery } from './session.ts';
import { postText } from './words.ts';

const shell = getRouteApi('/signed-in');

/** 首页: this month's lists; who may see none is told why and what to do. */
export function HomePage() {
  const { account } = shell.useRouteContext();
  return mayDo(account, 'allowances.totals') ? <MonthPage /> : <NothingToOpen />;
}

function NothingToOpen() {
  const { account } = shell.useRouteContext();
  const queryClient = useQueryClient();
  const router = useRouter();
  const again = async () => {
    await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
    await router.invalidate();
  };
  const { post, posts, displayName, name } = account;
  return (
    <Page title={`${displayName}，您好`}>
      <Section title="现在没有可以打开的页面">
        {post === null ? (
          <EmptyState title="您今天没有岗位，所以还不能办事。">
            <p>请联系系统管理员，请他给账号 {name} 设立岗位。设好以后，点下面的按钮。</p>
            <Button type="primary" onClick={() => void again()}>
              岗位设好了，再看一次
            </Button>
          </EmptyState>
        ) : (
          <EmptyState title={`您现在的岗位是${postText(post)}，它的页面还没有上线。`}>
            {posts.length > 1 ? '请点右上角自己的名字，换一个岗位。' : '不用做什么；上线后登录就能看到。'}
          </EmptyState>
        )}
      </Section>
    </Page>
  );
}
