import type { UseQueryResult } from '@tanstack/react-query';
import { Spin } from 'antd';
import type { ReactNode } from 'react';
import { RefusalNotice } from './refusal-notice.tsx';

/** The answer of a question, or why there is none. An older answer stays in view while a newer one is fetched. */
export function Loaded<T>({ query, children }: { query: UseQueryResult<T>; children: (answer: T) => ReactNode }) {
  return (
    <>
      {query.isError && <RefusalNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && (
        <div className="kit-waiting" role="status">
          <Spin /> 正在读取……
        </div>
      )}
      {query.data !== undefined && children(query.data)}
    </>
  );
}
