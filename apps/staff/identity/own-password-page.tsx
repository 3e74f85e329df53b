import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { changePassword } from '#modules/identity/contract.ts';
import { Page, Section } from '../../kit/antd/page.tsx';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';
import { useActForm } from './act-form.tsx';
import { becomeAccount } from './session.ts';
import { isOurs } from './sign-in-page.tsx';

type Filled = { password: string; newPassword: string; again: string };

const shell = getRouteApi('/signed-in');
const route = getRouteApi('/signed-in/own/password');
const FIELD_OF_REFUSAL = {
  'identity.wrong-old-password': 'password',
  'identity.weak-password': 'newPassword',
  'identity.same-password': 'newPassword',
};

/** 修改口令; with a one-time password this is the only page there is. */
export function OwnPasswordPage() {
  const { account } = shell.useRouteContext();
  const [isDone, setIsDone] = useState(false);
  const isFirst = account.unfinished === 'password';
  return (
    <Page
      title={isFirst ? '先换成自己的口令' : '修改口令'}
      lead={
        isFirst
          ? `${account.displayName}，您用的是管理员给的一次性口令。换成只有您自己知道的口令，就可以开始工作。`
          : '改好以后，您在其他电脑上的登录会全部退出；这里不用重新登录。'
      }
    >
      {isDone && <Alert type="success" className="kit-notice" role="status" title="口令已修改，请用新口令登录。" />}
      <Section title="口令">
        <PasswordForm isFirst={isFirst} onDone={() => setIsDone(true)} />
      </Section>
    </Page>
  );
}

function PasswordForm({ isFirst, onDone }: { isFirst: boolean; onDone: () => void }) {
  const queryClient = useQueryClient();
  const router = useRouter();
  const { back } = route.useSearch();
  const { form, act, send, refusal } = useActForm(
    changePassword,
    ({ password, newPassword }: Filled) => ({ password, newPassword }),
    FIELD_OF_REFUSAL,
    async ({ account }) => {
      becomeAccount(queryClient, account);
      await router.invalidate();
      if (isFirst) return router.navigate({ to: isOurs(back) ? back : '/', replace: true });
      form.resetFields();
      onDone();
    },
  );
  return (
    <Form<Filled> form={form} layout="vertical" requiredMark={false} onFinish={send} className="staff-narrow">
      <Form.Item
        name="password"
        label={isFirst ? '一次性口令' : '原口令'}
        extra={isFirst ? '就是刚才登录用的那一个。' : undefined}
        rules={[{ required: true, message: isFirst ? '请填写一次性口令' : '请填写原口令' }]}
      >
        <Input type="password" autoComplete="current-password" autoFocus />
      </Form.Item>
      <Form.Item
        name="newPassword"
        label="新口令"
        extra="至少12位，别人猜不到。可以用几个不相干的词连起来。"
        rules={[{ required: true, message: '请填写新口令' }]}
      >
        <Input type="password" autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label="再填一次新口令"
        dependencies={['newPassword']}
        rules={[
          { required: true, message: '请再填一次新口令' },
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              !value || value === getFieldValue('newPassword')
                ? Promise.resolve()
                : Promise.reject(new Error('两次填写的口令不一样，请重新填写')),
          }),
        ]}
      >
        <Input type="password" autoComplete="new-password" />
      </Form.Item>
      {refusal !== undefined && <RefusalNotice error={refusal} />}
      <Button type="primary" htmlType="submit" loading={act.isPending}>
        {isFirst ? '换好口令，开始工作' : '修改口令'}
      </Button>
    </Form>
  );
}
