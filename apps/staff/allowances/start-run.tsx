import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { startRun } from '#modules/allowances/contract.ts';
import { call } from '#platform/contract/call.ts';
import { BENEFIT } from './allowance-queries.ts';

/** 计算清册 of a whole month, or of one county; every page that shows the month is asked again. */
export function useStartRun(month: string, county?: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => call(startRun, { body: { month, benefit: BENEFIT, county } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['allowances'] }),
  });
}

type StartRunButtonProps = { text: string; act: ReturnType<typeof useStartRun>; busy: boolean; primary?: boolean };

export function StartRunButton({ text, act, busy, primary = false }: StartRunButtonProps) {
  return (
    <Button type={primary ? 'primary' : 'default'} disabled={busy} loading={act.isPending} onClick={() => act.mutate()}>
      {busy ? '正在计算' : text}
    </Button>
  );
}
