import { type ErrorComponentProps, Link } from '@tanstack/react-router';
import { EmptyState } from '../kit/antd/empty-state.tsx';
import { Page } from '../kit/antd/page.tsx';
import { RefusalNotice } from '../kit/antd/refusal-notice.tsx';

export function NotFound() {
  return (
    <Page title="没有这个页面">
      <EmptyState title="地址可能写错了，或页面已经不在。">
        <Link to="/">回到首页</Link>
      </EmptyState>
    </Page>
  );
}

/** Whatever a page could not cope with; the frame around it goes on working. */
export function PageFailed({ error, reset }: ErrorComponentProps) {
  return (
    <Page title="页面打不开">
      <RefusalNotice error={error} onRetry={reset} />
      <p>
        <Link to="/">回到首页</Link>
      </p>
    </Page>
  );
}
