import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { Button, Form, Input, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { type Account, beginExternal, proveAgain } from '#modules/identity/contract.ts';
import { call, proveBy } from '#platform/contract/call.ts';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';
import { useActForm } from './act-form.tsx';
import { DialogFoot } from './dialog-button.tsx';
import { waysQuery } from './identity-queries.ts';
import { isStill, onProved, PROVED } from './proved.ts';

const shell = getRouteApi('/signed-in');

type Answer = (isProved: boolean) => void;

/** 再次核对身份: wherever an act is refused for want of it, this asks, and the act is done then. */
export function ProveAgain() {
  const { account } = shell.useRouteContext();
  const [asked, setAsked] = useState<{ answer: Answer }>();
  useEffect(() => proveBy(() => new Promise<boolean>((answer) => setAsked({ answer }))), []);
  const answer: Answer = (isProved) => {
    setAsked(undefined);
    asked?.answer(isProved);
  };
  return (
    <Modal
      open={asked !== undefined}
      title="请再核对一次身份"
      width={480}
      closable={false}
      mask={{ closable: false }}
      centered
      footer={null}
      destroyOnHidden
      onCancel={() => answer(false)}
    >
      {asked && (
        <>
          <p>这件事办了不容易挽回，所以要确认是您本人。核对好以后接着办，不用重新填写。</p>
          {account.way === null ? (
            <ProveHere account={account} answer={answer} />
          ) : (
            <ProveElsewhere account={account} way={account.way} answer={answer} />
          )}
        </>
      )}
    </Modal>
  );
}

type Filled = { password: string; code?: string };
const FIELD_OF_REFUSAL = {
  'identity.wrong-own-password': 'password',
  'identity.code-too': 'code',
  'identity.wrong-second-factor': 'code',
};

/** By the password, and a code where there is a second factor. */
function ProveHere({ account: { hasSecondFactor }, answer }: { account: Account; answer: Answer }) {
  const { form, act, send, refusal } = useActForm(
    proveAgain,
    ({ password, code }: Filled) => ({ password, ...(code ? { code } : {}) }),
    FIELD_OF_REFUSAL,
    () => answer(true),
  );
  return (
    <Form<Filled> form={form} layout="vertical" requiredMark={false} onFinish={send}>
      <Form.Item name="password" label="口令" rules={[{ required: true, message: '请填写口令' }]}>
        <Input type="password" autoComplete="current-password" autoFocus />
      </Form.Item>
      {hasSecondFactor && (
        <Form.Item
          name="code"
          label="动态口令"
          extra="手机验证器里的六位数字；手机不在身边，填一个恢复码。"
          rules={[{ required: true, min: 6, message: '请填写六位数字，或一个完整的恢复码' }]}
        >
          <Input autoComplete="one-time-code" maxLength={20} className="staff-code" />
        </Form.Item>
      )}
      {refusal !== undefined && <RefusalNotice error={refusal} />}
      <DialogFoot>
        <Button onClick={() => answer(false)}>先不办</Button>
        <Button type="primary" htmlType="submit" loading={act.isPending}>
          核对，接着办
        </Button>
      </DialogFoot>
    </Form>
  );
}

/** By the other system, in a window of its own: what stands on this page stays. */
function ProveElsewhere({ account, way, answer }: { account: Account; way: string; answer: Answer }) {
  const queryClient = useQueryClient();
  const router = useRouter();
  const ways = useQuery(waysQuery);
  const title = ways.data?.ways.find(({ name }) => name === way)?.title ?? '其他系统';
  const address = useQuery({
    queryKey: ['identity', 'prove-elsewhere', way],
    queryFn: () => call(beginExternal, { body: { way, back: PROVED } }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const back = useMutation({
    mutationFn: () => isStill(queryClient, account),
    onSuccess: async (isSame) => {
      answer(isSame);
      if (!isSame) await router.invalidate();
    },
  });
  const { mutate } = back;
  useEffect(() => onProved(mutate), [mutate]);
  return (
    <Loaded query={address}>
      {({ address: there }) => (
        <>
          <p role="status">
            您是从{title}登录的：请在新窗口里从{title}重新登录，再回到这里。
          </p>
          {back.isError && <RefusalNotice error={back.error} />}
          <DialogFoot>
            <Button onClick={() => answer(false)}>先不办</Button>
            <Button type="primary" href={there} target="_blank" rel="noopener" autoFocus>
              去{title}核对（新窗口）
            </Button>
          </DialogFoot>
        </>
      )}
    </Loaded>
  );
}
