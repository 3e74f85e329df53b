import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { type CountyResult, releaseCounty } from '#modules/allowances/contract.ts';
import { call } from '#platform/contract/call.ts';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';
import { countText } from '../../kit/count.ts';
import { recoveryText, yuanText } from '../../kit/money.tsx';
import { monthText } from '../../kit/month.ts';
import { BENEFIT } from './allowance-queries.ts';

type ReleaseButtonProps = { name: string; result: CountyResult; openingSigned: boolean };

/** 发放: asked twice, with count and sum; signs the hash that was on the screen. */
export function ReleaseButton({ name, result, openingSigned }: ReleaseButtonProps) {
  const [asking, setAsking] = useState(false);
  const queryClient = useQueryClient();
  const { month, county, sha256 } = result;
  const act = useMutation({
    mutationFn: () => call(releaseCounty, { body: { month, benefit: BENEFIT, county, sha256 } }),
    onSuccess: () => setAsking(false),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['allowances'] }),
  });
  const open = () => {
    act.reset();
    setAsking(true);
  };
  return (
    <>
      <Button type="primary" disabled={!openingSigned} onClick={open}>
        发放清册
      </Button>
      <Modal
        open={asking}
        title={`发放${name}${monthText(month)}高龄津贴清册`}
        closable={false}
        centered
        okText="确认发放"
        cancelText="先不发放"
        confirmLoading={act.isPending}
        onOk={() => act.mutate()}
        onCancel={() => setAsking(false)}
      >
        {act.isError && <RefusalNotice error={act.error} />}
        <ReleaseSummary result={result} />
        <p>
          <strong>发放后不能撤回。</strong>发现有误时，只能在以后的月份补发或追缴。
        </p>
      </Modal>
    </>
  );
}

function ReleaseSummary({ result: { totals } }: { result: CountyResult }) {
  const { persons, amountFen, backPayPersons, backPayFen, recoveryFen } = totals;
  return (
    <ul className="staff-release-summary">
      <li>
        本月应发 <strong>{countText(persons)} 人</strong>，<strong>{yuanText(amountFen)}</strong>
      </li>
      <li>
        补发 {countText(backPayPersons)} 人，{yuanText(backPayFen)}
      </li>
      <li>追缴 {recoveryText(recoveryFen)}</li>
    </ul>
  );
}
