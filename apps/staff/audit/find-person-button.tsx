import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { findPerson } from '#modules/audit/contract.ts';
import { call } from '#platform/contract/call.ts';
import { showFieldErrors } from '../../kit/antd/form-fields.ts';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';
import { DialogButton, DialogFoot } from '../identity/dialog-button.tsx';

type Wish = { idNumber: string; purpose: string };

/** 按证件号码找人: the number goes out in the request's body and stands nowhere afterwards. */
export function FindPersonButton({ onFound }: { onFound: (personNo: number) => void }) {
  return (
    <DialogButton text="按证件号码找人" title="按证件号码找人">
      {(close) => (
        <FindPersonDialog
          close={close}
          onFound={(personNo) => {
            close();
            onFound(personNo);
          }}
        />
      )}
    </DialogButton>
  );
}

function FindPersonDialog({ close, onFound }: { close: () => void; onFound: (personNo: number) => void }) {
  const [form] = Form.useForm<Wish>();
  const finding = useMutation({
    mutationFn: (wish: Wish) => call(findPerson, { body: wish }),
    onSuccess: ({ personNo }) => onFound(personNo),
  });
  const submit = (wish: Partial<Wish>) => {
    const body = { idNumber: wish.idNumber ?? '', purpose: wish.purpose ?? '' };
    if (!showFieldErrors(form, findPerson, body)) finding.mutate(body);
  };
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={submit}>
      <Form.Item name="idNumber" label="证件号码">
        <Input autoComplete="off" maxLength={30} />
      </Form.Item>
      <Form.Item name="purpose" label="为什么要查（会记入审计，老人和家属看得到）">
        <Input autoComplete="off" maxLength={200} />
      </Form.Item>
      {finding.isError && <RefusalNotice error={finding.error} />}
      <DialogFoot>
        <Button onClick={close}>取消</Button>
        <Button type="primary" htmlType="submit" loading={finding.isPending}>
          查找
        </Button>
      </DialogFoot>
    </Form>
  );
}
