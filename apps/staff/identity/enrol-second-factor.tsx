import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { beginSecondFactor, confirmSecondFactor } from '#modules/identity/contract.ts';
import { call } from '#platform/contract/call.ts';
import { Section } from '../../kit/antd/page.tsx';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';
import { QrCode } from './qr-code.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

type Filled = { code: string };

/** 启用动态口令: app, QR code, first code, recovery codes. Neither secret nor codes are kept by the page. */
export function EnrolSecondFactor({ onDone }: { onDone: () => Promise<void> }) {
  const begin = useMutation({ mutationFn: () => call(beginSecondFactor), gcTime: 0 });
  const confirm = useMutation({ mutationFn: (body: Filled) => call(confirmSecondFactor, { body }), gcTime: 0 });
  if (confirm.data !== undefined)
    return (
      <Section title="最后一步：把恢复码收好">
        <RecoveryCodes codes={confirm.data.recoveryCodes} />
        <Button type="primary" onClick={() => void onDone()}>
          已经打印或抄好，开始工作
        </Button>
      </Section>
    );
  return (
    <>
      <Section title="第一步：手机上装一个验证器">
        <p>
          任何一种“验证器”（身份验证器、动态口令）应用都可以，例如单位统一安装的那一种。手机和这台电脑不用联网，只要手机的时间是准的。
        </p>
        {begin.isError && <RefusalNotice error={begin.error} />}
        {begin.data === undefined && (
          <Button type="primary" loading={begin.isPending} onClick={() => begin.mutate()}>
            装好了，显示二维码
          </Button>
        )}
      </Section>
      {begin.data !== undefined && (
        <>
          <Section title="第二步：用验证器扫这个二维码">
            <div className="staff-enrol">
              <QrCode text={begin.data.address} label="启用动态口令的二维码" />
              <div>
                <p>在验证器里点“添加”或“＋”，再点“扫描二维码”。</p>
                <p>扫不了的，点“手工输入密钥”，照抄：</p>
                <code className="staff-secret">{begin.data.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
                <p className="staff-aside">这个二维码等于一把钥匙：不要拍照，不要发给别人。</p>
              </div>
            </div>
          </Section>
          <Section title="第三步：输入验证器现在显示的六位数字">
            <Form<Filled> layout="vertical" requiredMark={false} onFinish={confirm.mutate} className="staff-narrow">
              {confirm.isError && <RefusalNotice error={confirm.error} />}
              <Form.Item
                name="code"
                label="六位数字"
                rules={[{ required: true, pattern: /^\s*\d{3}\s?\d{3}\s*$/, message: '请填写六位数字' }]}
              >
                <Input autoComplete="one-time-code" inputMode="numeric" maxLength={8} className="staff-code" />
              </Form.Item>
              <Button type="primary" htmlType="submit" loading={confirm.isPending}>
                启用动态口令
              </Button>
            </Form>
          </Section>
        </>
      )}
    </>
  );
}
