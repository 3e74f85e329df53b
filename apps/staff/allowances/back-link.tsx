import { useCanGoBack, useRouter } from '@tanstack/react-router';
import { Button } from 'antd';

/** Back to the list as it was: filter, page and place. Missing where the page was opened by its address. */
export function BackLink() {
  const router = useRouter();
  const canGoBack = useCanGoBack();
  if (!canGoBack) return null;
  return (
    <p className="staff-no-print">
      <Button onClick={() => router.history.back()}>返回上一页</Button>
    </p>
  );
}
