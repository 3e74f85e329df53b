import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { renewRecoveryCodes, type showOwnSecurity } from '#modules/identity/contract.ts';
import { call } from '#platform/contract/call.ts';
import type { Reply } from '#platform/contract/route.ts';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';
import { instantText } from '../../kit/month.ts';
import { DialogButton, DialogFoot } from './dialog-button.tsx';
import { ownSecurityQuery } from './identity-queries.ts';
import { ProveForm } from './prove-form.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

type Security = Reply<typeof showOwnSecurity>;
type Filled = { code: string };

const shell = getRouteApi('/signed-in');

/** 安全设置: one's own password, second factor, recovery codes, sessions. */
export function OwnSecurityPage() {
  const answer = useQuery(ownSecurityQuery);
  return (
    <Page title="安全设置" lead="登录用的口令和动态口令。手机换了、恢复码快用完了，在这里办。">
      <Section title="动态口令">
        <Loaded query={answer}>{(shown) => <SecondFactor security={shown} />}</Loaded>
      </Section>
      <Section title="口令和登录">
        <p>
          <Link to="/own/password">修改口令</Link>；怀疑别人知道了，马上改。
        </p>
        <p>
          <Link to="/own/sessions">我的会话</Link>：看看自己在哪些地方登录着。
        </p>
      </Section>
    </Page>
  );
}

function SecondFactor({ security: { confirmedAt, recoveryCodesLeft, isNeeded } }: { security: Security }) {
  const { account } = shell.useRouteContext();
  if (confirmedAt === null)
    return (
      <>
        <p>{isNeeded ? '您的岗位要用动态口令。' : '还没有启用。启用以后，别人就算知道了您的口令也进不来。'}</p>
        <Link to="/own/second-factor">启用动态口令</Link>
      </>
    );
  return (
    <>
      <p>
        {account.displayName}的动态口令自 {instantText(confirmedAt)} 起使用。恢复码还有{' '}
        <strong>{recoveryCodesLeft} 个</strong>
        {recoveryCodesLeft <= 3 && '，不多了，请换一批'}。
      </p>
      <div className="staff-buttons">
        <DialogButton text="换一批恢复码" title="换一批恢复码" escapes={false}>
          {(close) => <Renew close={close} />}
        </DialogButton>
        <DialogButton text="换手机" title="换手机：先核对现在的动态口令">
          {(close) => <Replace close={close} />}
        </DialogButton>
      </div>
    </>
  );
}

/** The old telephone, or a recovery code, opens the way to a new one. */
function Replace({ close }: { close: () => void }) {
  const router = useRouter();
  return (
    <>
      <ProveForm
        onDone={async () => {
          close();
          await router.navigate({ to: '/own/second-factor' });
        }}
      />
      <DialogFoot>
        <Button onClick={close}>先不换</Button>
      </DialogFoot>
    </>
  );
}

function Renew({ close }: { close: () => void }) {
  const queryClient = useQueryClient();
  const act = useMutation({ mutationFn: (body: Filled) => call(renewRecoveryCodes, { body }), gcTime: 0 });
  const leave = () => {
    close();
    void queryClient.invalidateQueries({ queryKey: ownSecurityQuery.queryKey });
  };
  if (act.data !== undefined)
    return (
      <>
        <RecoveryCodes codes={act.data.recoveryCodes} />
        <DialogFoot>
          <Button type="primary" onClick={leave}>
            已经打印或抄好，关闭
          </Button>
        </DialogFoot>
      </>
    );
  return (
    <Form<Filled> layout="vertical" requiredMark={false} onFinish={act.mutate}>
      <p>新的十个给出以后，原来没有用过的全部作废。</p>
      {act.isError && <RefusalNotice error={act.error} />}
      <Form.Item
        name="code"
        label="动态口令"
        rules={[{ required: true, pattern: /^\s*\d{3}\s?\d{3}\s*$/, message: '请填写六位数字' }]}
      >
        <Input autoComplete="one-time-code" inputMode="numeric" autoFocus maxLength={8} className="staff-code" />
      </Form.Item>
      <DialogFoot>
        <Button onClick={close}>先不换</Button>
        <Button type="primary" htmlType="submit" loading={act.isPending}>
          换一批恢复码
        </Button>
      </DialogFoot>
    </Form>
  );
}
