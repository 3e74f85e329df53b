import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { makeAccount } from '#modules/identity/contract.ts';
import type { Reply } from '#platform/contract/route.ts';
import { ActFoot, useActForm } from './act-form.tsx';
import { DialogButton, DialogFoot } from './dialog-button.tsx';
import { DIRECTORY_KEY } from './identity-queries.ts';
import { OneTimePassword } from './one-time-password.tsx';

type Filled = { name: string; displayName: string };
type Made = Filled & Reply<typeof makeAccount>;

const FIELD_OF_REFUSAL = { 'identity.name-taken': 'name' };

/** 建立账号: name and account, then the one-time password, then on to the first post. */
export function MakeAccountButton() {
  return (
    <DialogButton text="建立账号" title="建立账号" primary escapes={false}>
      {(close) => <MakeAccount close={close} />}
    </DialogButton>
  );
}

function MakeAccount({ close }: { close: () => void }) {
  const [made, setMade] = useState<Made>();
  return made === undefined ? <AccountForm close={close} onMade={setMade} /> : <AccountMade made={made} />;
}

function AccountForm({ close, onMade }: { close: () => void; onMade: (made: Made) => void }) {
  const { form, act, send, refusal } = useActForm(
    makeAccount,
    ({ name, displayName }: Filled) => ({ name, displayName: displayName.trim() }),
    FIELD_OF_REFUSAL,
    (reply, { name, displayName }) => onMade({ name, displayName, ...reply }),
  );
  return (
    <Form<Filled> form={form} layout="vertical" requiredMark={false} onFinish={send}>
      <Form.Item
        name="displayName"
        label="姓名"
        rules={[{ required: true, whitespace: true, message: '请填写这个人的姓名' }]}
      >
        <Input autoComplete="off" maxLength={50} autoFocus />
      </Form.Item>
      <Form.Item
        name="name"
        label="账号"
        extra="登录时填的名字，例如姓名的拼音 li.ming：3—32位小写字母、数字或 . _ -，以字母开头。建立后不能改。"
        rules={[{ required: true, message: '请给他起一个账号' }]}
      >
        <Input autoComplete="off" />
      </Form.Item>
      <ActFoot refusal={refusal} okText="建立账号" isPending={act.isPending} close={close} />
    </Form>
  );
}

function AccountMade({ made }: { made: Made }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const goOn = async () => {
    await queryClient.invalidateQueries({ queryKey: DIRECTORY_KEY });
    await navigate({ to: '/accounts/$accountNo', params: { accountNo: String(made.accountNo) } });
  };
  return (
    <>
      <OneTimePassword displayName={made.displayName} name={made.name} password={made.oneTimePassword} />
      <DialogFoot>
        <Button type="primary" onClick={() => void goOn()}>
          口令已告诉本人，接着设立岗位
        </Button>
      </DialogFoot>
    </>
  );
}
