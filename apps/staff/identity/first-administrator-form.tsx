import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input as TextInput } from 'antd';
import { type Account, makeFirstAdministrator } from '#modules/identity/contract.ts';
import { CallRefused, call } from '#platform/contract/call.ts';
import type { Input } from '#platform/contract/route.ts';
import { showFieldErrors } from '../../kit/antd/form-fields.ts';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';

type Body = Input<typeof makeFirstAdministrator>['body'];
type Filled = Body & { again: string };

/** A refusal about one field is shown at that field. */
const FIELD_OF_REFUSAL: Record<string, 'code' | 'password'> = {
  'identity.wrong-code': 'code',
  'identity.weak-password': 'password',
};

export function FirstAdministratorForm({ onDone }: { onDone: (account: Account) => void }) {
  const [form] = Form.useForm<Filled>();
  const act = useMutation({
    mutationFn: (body: Body) => call(makeFirstAdministrator, { body }),
    onSuccess: ({ account }) => onDone(account),
    onError: (error) => {
      const field = fieldOf(error);
      if (field === undefined) return;
      form.setFields([{ name: field, errors: [error.message] }]);
      form.focusField(field);
    },
  });
  const send = ({ again: _, ...body }: Filled) => {
    if (!showFieldErrors(form, makeFirstAdministrator, body)) act.mutate(body);
  };
  return (
    <Form<Filled> form={form} layout="vertical" requiredMark={false} onFinish={send}>
      {act.isError && fieldOf(act.error) === undefined && <RefusalNotice error={act.error} />}
      <Form.Item
        name="code"
        label="启动码"
        extra="首次启动时显示在终端里，只能用一次。"
        rules={[{ required: true, message: '请填写终端里显示的启动码' }]}
      >
        <TextInput autoComplete="one-time-code" autoFocus />
      </Form.Item>
      <Form.Item
        name="name"
        label="账号"
        extra="3—32位小写字母、数字或 . _ -，以字母开头。"
        rules={[{ required: true, message: '请给自己起一个账号' }]}
      >
        <TextInput autoComplete="username" />
      </Form.Item>
      <Form.Item name="displayName" label="姓名" rules={[{ required: true, whitespace: true, message: '请填写姓名' }]}>
        <TextInput autoComplete="name" maxLength={50} />
      </Form.Item>
      <PasswordFields />
      <Button type="primary" htmlType="submit" block loading={act.isPending}>
        建立并登录
      </Button>
    </Form>
  );
}

/** 口令, twice: what nobody sees on the screen is easily mistyped. */
function PasswordFields() {
  return (
    <>
      <Form.Item
        name="password"
        label="口令"
        extra="至少12位，别人猜不到。"
        rules={[{ required: true, message: '请填写口令' }]}
      >
        <TextInput type="password" autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label="再填一次口令"
        dependencies={['password']}
        rules={[
          { required: true, message: '请再填一次口令' },
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              value === undefined || value === '' || value === getFieldValue('password')
                ? Promise.resolve()
                : Promise.reject(new Error('两次填写的口令不一样，请重新填写')),
          }),
        ]}
      >
        <TextInput type="password" autoComplete="new-password" />
      </Form.Item>
    </>
  );
}

function fieldOf(error: unknown): 'code' | 'password' | undefined {
  return error instanceof CallRefused ? FIELD_OF_REFUSAL[error.code] : undefined;
}
