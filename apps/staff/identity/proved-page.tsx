import { useEffect } from 'react';
import { Page } from '../../kit/antd/page.tsx';
import { tellProved } from './proved.ts';

/** 核对好了, in the window that was opened for it. */
export function ProvedPage() {
  useEffect(tellProved, []);
  return (
    <Page title="身份核对好了" lead="请关掉这个窗口，回到原来的页面：刚才要办的事会接着办。">
      <p>原来的页面没有接着办的，请在那里再点一次。</p>
    </Page>
  );
}
