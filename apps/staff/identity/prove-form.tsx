import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { proveSecondFactor } from '#modules/identity/contract.ts';
import { call } from '#platform/contract/call.ts';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';

type Filled = { code: string };

/** 核对动态口令: six digits of the app, or a recovery code when the telephone is not there. */
export function ProveForm({ onDone }: { onDone: () => Promise<void> }) {
  const [form] = Form.useForm<Filled>();
  const [byRecoveryCode, setByRecoveryCode] = useState(false);
  const act = useMutation({
    mutationFn: (body: Filled) => call(proveSecondFactor, { body }),
    onSuccess: onDone,
    onError: () => {
      form.resetFields();
      form.focusField('code');
    },
  });
  return (
    <Form<Filled> form={form} layout="vertical" requiredMark={false} onFinish={act.mutate} className="staff-narrow">
      {act.isError && <RefusalNotice error={act.error} />}
      {byRecoveryCode ? (
        <Form.Item
          key="recovery"
          name="code"
          label="恢复码"
          extra="启用时打印或抄下的十个里，还没有用过的任意一个。用过就作废。"
          rules={[{ required: true, min: 12, message: '请填写一个完整的恢复码，例如 ABCD-EFGH-JKMN' }]}
        >
          <Input autoComplete="off" autoFocus maxLength={20} />
        </Form.Item>
      ) : (
        <Form.Item
          key="app"
          name="code"
          label="动态口令"
          extra="打开手机上的验证器，照着“康养”下面的六位数字输入。"
          rules={[{ required: true, pattern: /^\s*\d{3}\s?\d{3}\s*$/, message: '请填写六位数字' }]}
        >
          <Input autoComplete="one-time-code" inputMode="numeric" autoFocus maxLength={8} className="staff-code" />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" loading={act.isPending}>
        核对，进入系统
      </Button>
      <p>
        <Button type="link" onClick={() => setByRecoveryCode(!byRecoveryCode)}>
          {byRecoveryCode ? '手机在身边，改用动态口令' : '手机不在身边，改用恢复码'}
        </Button>
      </p>
      <p className="staff-aside">手机和恢复码都没有了，请联系系统管理员重设动态口令。</p>
    </Form>
  );
}
