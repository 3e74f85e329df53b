import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber } from 'antd';
import { openBreakGlass } from '#modules/identity/contract.ts';
import { call } from '#platform/contract/call.ts';
import { showFieldErrors } from '../../kit/antd/form-fields.ts';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';
import { DialogButton, DialogFoot } from '../identity/dialog-button.tsx';
import { OPENINGS_KEY } from './break-glass-queries.ts';

type Wish = { idNumber: string; reason: string; hours: number };
type Limits = { mostHours: number; leftToday: number };

/** 打开一个人: what will happen stands before the fields. */
export function OpenBreakGlassButton({ mostHours, leftToday }: Limits) {
  if (leftToday === 0) return <Button disabled>今天的次数用完了</Button>;
  return (
    <DialogButton text="打开一个人" title="紧急查看一个人" primary>
      {(close) => <OpenDialog close={close} mostHours={mostHours} />}
    </DialogButton>
  );
}

function OpenDialog({ close, mostHours }: { close: () => void; mostHours: number }) {
  const [form] = Form.useForm<Wish>();
  const queryClient = useQueryClient();
  const opening = useMutation({
    mutationFn: (wish: Wish) => call(openBreakGlass, { body: wish }),
    onSuccess: async () => {
      close();
      await queryClient.invalidateQueries({ queryKey: OPENINGS_KEY });
    },
  });
  const submit = (wish: Partial<Wish>) => {
    const body = { idNumber: wish.idNumber ?? '', reason: wish.reason ?? '', hours: wish.hours ?? 1 };
    if (!showFieldErrors(form, openBreakGlass, body)) opening.mutate(body);
  };
  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={{ hours: 1 }} onFinish={submit}>
      <ul className="staff-what-happens">
        <li>只打开这一个人，只能看，不能改，最多 {mostHours} 小时。</li>
        <li>县里和省里的复核人马上看到；本人和家属在“谁看过我的数据”里看到您的事由。</li>
      </ul>
      <Form.Item name="idNumber" label="证件号码">
        <Input autoComplete="off" maxLength={30} />
      </Form.Item>
      <Form.Item name="reason" label="出了什么事，为什么现在就要看">
        <Input.TextArea autoComplete="off" maxLength={200} rows={3} />
      </Form.Item>
      <Form.Item name="hours" label={`看几小时（最多 ${mostHours}）`}>
        <InputNumber min={1} max={mostHours} precision={0} />
      </Form.Item>
      {opening.isError && <RefusalNotice error={opening.error} />}
      <DialogFoot>
        <Button onClick={close}>先不看</Button>
        <Button type="primary" danger htmlType="submit" loading={opening.isPending}>
          打开并记入审计
        </Button>
      </DialogFoot>
    </Form>
  );
}
