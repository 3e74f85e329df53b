import { Form, Input } from 'antd';
import { useState } from 'react';
import { endCitizenSessions } from '#modules/identity/contract.ts';
import { ActFoot, useActForm } from './act-form.tsx';
import { DialogButton } from './dialog-button.tsx';

type Filled = { idNumber: string; reason: string };

const FIELD_OF_REFUSAL = { 'identity.no-citizen-session': 'idNumber' };

/** 结束公民的登录: all of one citizen's in the portal, by his document number, as he asks for when his telephone is lost. */
export function EndCitizenSessionsButton() {
  const [ended, setEnded] = useState<number>();
  return (
    <>
      <DialogButton text="结束公民的登录" title="结束公民在门户的登录" danger>
        {(close) => <EndForm close={close} onEnded={setEnded} />}
      </DialogButton>
      {ended !== undefined && <p role="status">已结束{ended}处登录，下一步操作时就要重新登录。</p>}
    </>
  );
}

function EndForm({ close, onEnded }: { close: () => void; onEnded: (ended: number) => void }) {
  const { form, act, send, refusal } = useActForm(
    endCitizenSessions,
    ({ idNumber = '', reason = '' }: Filled) => ({ idNumber: idNumber.trim(), reason: reason.trim() }),
    FIELD_OF_REFUSAL,
    ({ ended }) => {
      onEnded(ended);
      close();
    },
  );
  return (
    <Form<Filled> form={form} layout="vertical" requiredMark={false} onFinish={send}>
      <p>
        老人或家属来电说手机丢了、账号被别人用了，先核对是不是本人，再结束。他在门户的全部登录立刻失效，可以重新登录。
      </p>
      <Form.Item name="idNumber" label="本人的证件号码">
        <Input autoComplete="off" maxLength={30} autoFocus />
      </Form.Item>
      <Form.Item name="reason" label="事由" extra="写明谁来电、怎么核对的本人。记入审计。">
        <Input.TextArea maxLength={200} rows={2} />
      </Form.Item>
      <ActFoot refusal={refusal} okText="结束他的登录" isPending={act.isPending} close={close} />
    </Form>
  );
}
