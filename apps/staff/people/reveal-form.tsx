import { Form, Input, Radio } from 'antd';
import {
  REVEAL_FIELD_NAMES,
  REVEAL_PURPOSE_NAMES,
  REVEAL_PURPOSES,
  type RevealField,
  type RevealPurpose,
  reveal,
} from '#modules/people/contract.ts';
import { ActFoot, filled, useActForm } from '../identity/act-form.tsx';

type Filled = { purpose: RevealPurpose; note?: string };

type RevealFormProps = {
  personNo: number;
  field: RevealField;
  close: () => void;
  onShown: (value: string, shownSeconds: number) => void;
};

/** Asks what for, and says beforehand that it goes on record and that the older person can see it. */
export function RevealForm({ personNo, field, close, onShown }: RevealFormProps) {
  const { form, act, send, refusal } = useActForm<typeof reveal, Filled>(
    reveal,
    ({ purpose, note }) => ({ personNo, field, purpose, note: filled(note) }),
    {},
    ({ value, shownSeconds }) => onShown(value, shownSeconds),
  );
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={send}>
      <p>
        只显示这一位老人的{REVEAL_FIELD_NAMES[field]}
        ，一分钟后自动隐去。谁、何时、为什么看的会留下记录，老人本人可以查到。
      </p>
      <Form.Item name="purpose" label="用途" rules={[{ required: true, message: '请选择用途。' }]}>
        <Radio.Group className="staff-choices">
          {REVEAL_PURPOSES.map((purpose) => (
            <Radio key={purpose} value={purpose}>
              {REVEAL_PURPOSE_NAMES[purpose]}
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <Form.Item name="note" label="说明（选“其他”时必填）">
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <ActFoot refusal={refusal} okText="显示" isPending={act.isPending} close={close} />
    </Form>
  );
}
