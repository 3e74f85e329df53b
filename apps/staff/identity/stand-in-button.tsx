import { useQueryClient } from '@tanstack/react-query';
import { Form } from 'antd';
import { type AccountRowShown, makeStandIn, type PostShown } from '#modules/identity/contract.ts';
import { ActFoot, filled, useActForm } from './act-form.tsx';
import { DayFields } from './day-fields.tsx';
import { DialogButton } from './dialog-button.tsx';
import { type AccountAnswer, DIRECTORY_KEY } from './identity-queries.ts';
import { AccountPicker } from './pickers.tsx';
import { postText } from './words.ts';

type Filled = { account?: AccountRowShown; fromDay?: string; untilDay?: string };
type StandInProps = { holder: Pick<AccountAnswer, 'accountNo' | 'displayName'>; post: PostShown };

const FIELD_OF_REFUSAL = {
  'identity.day-order': 'untilDay',
  'identity.day-past': 'untilDay',
  'identity.stand-in-outside': 'untilDay',
  'identity.own-stand-in': 'account',
};

/** 安排代岗: somebody else acts under the post for some days. */
export function StandInButton({ holder, post }: StandInProps) {
  return (
    <DialogButton
      text="安排代岗"
      label={`安排代岗：${postText(post)}`}
      title={`安排人代${holder.displayName}的岗`}
      small
    >
      {(close) => <StandIn holder={holder} post={post} close={close} />}
    </DialogButton>
  );
}

function StandIn({ holder, post, close }: StandInProps & { close: () => void }) {
  const queryClient = useQueryClient();
  const { form, act, send, refusal } = useActForm(
    makeStandIn,
    ({ account, fromDay, untilDay }: Filled) => ({
      postNo: post.postNo,
      accountNo: account?.accountNo ?? 0,
      fromDay: filled(fromDay),
      untilDay: untilDay ?? '',
    }),
    FIELD_OF_REFUSAL,
    async () => {
      close();
      await queryClient.invalidateQueries({ queryKey: DIRECTORY_KEY });
    },
  );
  return (
    <Form<Filled> form={form} layout="vertical" requiredMark={false} onFinish={send}>
      <p>
        岗位：<strong>{postText(post)}</strong>。代岗期间，代岗人登录后在右上角自己的名字下切换到这个岗位；
        {holder.displayName}自己仍然可以用。
      </p>
      <Form.Item name="account" label="代岗人" rules={[{ required: true, message: '请查找并选一个代岗人' }]}>
        <AccountPicker without={holder.accountNo} />
      </Form.Item>
      <DayFields untilNeeded />
      <ActFoot refusal={refusal} okText="安排代岗" isPending={act.isPending} close={close} />
    </Form>
  );
}
