import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { beginExternal } from '#modules/identity/contract.ts';
import { call } from '#platform/contract/call.ts';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';
import { waysQuery } from './identity-queries.ts';

/** 其他登录方式: the configured ones; nothing where there are none. */
export function ExternalWays({ back }: { back: string | undefined }) {
  const answer = useQuery(waysQuery);
  const act = useMutation({
    mutationFn: (way: string) => call(beginExternal, { body: { way, ...(back === undefined ? {} : { back }) } }),
    onSuccess: ({ address }) => window.location.assign(address),
  });
  const ways = answer.data?.ways ?? [];
  if (ways.length === 0) return null;
  return (
    <section aria-label="其他登录方式" className="staff-ways">
      <p>也可以从这里登录：</p>
      {act.isError && <RefusalNotice error={act.error} />}
      {ways.map(({ name, title }) => (
        <Button key={name} block loading={act.isPending} onClick={() => act.mutate(name)}>
          {title}登录
        </Button>
      ))}
    </section>
  );
}
