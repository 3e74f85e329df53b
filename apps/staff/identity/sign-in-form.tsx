import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { type Account, signIn } from '#modules/identity/contract.ts';
import { call } from '#platform/contract/call.ts';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';

type Filled = { name: string; password: string };

export function SignInForm({ onDone }: { onDone: (account: Account) => void }) {
  const act = useMutation({
    mutationFn: (body: Filled) => call(signIn, { body }),
    onSuccess: ({ account }) => onDone(account),
  });
  return (
    <Form<Filled> layout="vertical" requiredMark={false} onFinish={(filled) => act.mutate(filled)}>
      {act.isError && <RefusalNotice error={act.error} />}
      <Form.Item name="name" label="账号" rules={[{ required: true, message: '请填写账号' }]}>
        <Input autoComplete="username" autoFocus />
      </Form.Item>
      <Form.Item name="password" label="口令" rules={[{ required: true, message: '请填写口令' }]}>
        <Input type="password" autoComplete="current-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={act.isPending}>
        登录
      </Button>
    </Form>
  );
}
