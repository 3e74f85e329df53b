import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Radio } from 'antd';
import {
  FINDINGS,
  type Finding,
  OPENING_FINDING_NAMES,
  type OpeningShown,
  reviewBreakGlass,
} from '#modules/identity/contract.ts';
import { call } from '#platform/contract/call.ts';
import { showFieldErrors } from '../../kit/antd/form-fields.ts';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';
import { DialogButton, DialogFoot } from '../identity/dialog-button.tsx';
import { OPENINGS_KEY } from './break-glass-queries.ts';

type Checked = { openingNo: number; finding: Finding; note: string };
type Wish = { finding?: Finding; note: string };

/** 复核 one opening. */
export function ReviewButton({ opening }: { opening: OpeningShown }) {
  return (
    <DialogButton text="复核" label={`复核第 ${opening.openingNo} 次紧急查看`} title="复核紧急查看" small>
      {(close) => <ReviewDialog opening={opening} close={close} />}
    </DialogButton>
  );
}

function ReviewDialog({ opening, close }: { opening: OpeningShown; close: () => void }) {
  const [form] = Form.useForm<Wish>();
  const queryClient = useQueryClient();
  const reviewing = useMutation({
    mutationFn: (body: Checked) => call(reviewBreakGlass, { body }),
    onSuccess: async () => {
      close();
      await queryClient.invalidateQueries({ queryKey: OPENINGS_KEY });
    },
  });
  const submit = (wish: Wish) => {
    const body = { openingNo: opening.openingNo, finding: wish.finding, note: wish.note ?? '' };
    if (!showFieldErrors(form, reviewBreakGlass, body)) reviewing.mutate(body as Checked);
  };
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={submit}>
      <p>
        {opening.actor}，事由：{opening.reason}
      </p>
      <Form.Item name="finding" label="结论">
        <Radio.Group options={FINDINGS.map((value) => ({ value, label: OPENING_FINDING_NAMES[value] }))} />
      </Form.Item>
      <Form.Item name="note" label="核对了什么">
        <Input.TextArea maxLength={300} rows={3} />
      </Form.Item>
      {reviewing.isError && <RefusalNotice error={reviewing.error} />}
      <DialogFoot>
        <Button onClick={close}>先不办</Button>
        <Button type="primary" htmlType="submit" loading={reviewing.isPending}>
          记下结论
        </Button>
      </DialogFoot>
    </Form>
  );
}
