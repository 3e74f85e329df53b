import { useQueryClient } from '@tanstack/react-query';
import { Form, Input } from 'antd';
import { bindExternal, setEmployeeCode } from '#modules/identity/contract.ts';
import { ActFoot, useActForm } from './act-form.tsx';
import { DialogButton } from './dialog-button.tsx';
import { type AccountAnswer, DIRECTORY_KEY } from './identity-queries.ts';

type Way = { name: string; title: string };

type CodeProps = { account: AccountAnswer };

/** 登记工号: by it the directory and the office app know this account. */
export function EmployeeCodeButton({ account }: CodeProps) {
  const text = account.employeeCode === null ? '登记工号' : '改工号';
  return (
    <DialogButton text={text} title={`${text}：${account.displayName}`} small>
      {(close) => <EmployeeCode account={account} close={close} />}
    </DialogButton>
  );
}

function EmployeeCode({ account: { accountNo, version, employeeCode }, close }: CodeProps & { close: () => void }) {
  const done = useDone(close);
  const { form, act, send, refusal } = useActForm(
    setEmployeeCode,
    ({ code }: { code: string }) => ({ accountNo, version, employeeCode: code.trim() }),
    { 'identity.employee-code-taken': 'code' },
    done,
  );
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={send}>
      <p>请照通讯录里的写。写错了，别人就能用他自己的身份打开这个账号。</p>
      <Form.Item
        name="code"
        label="工号"
        initialValue={employeeCode ?? ''}
        rules={[
          { required: true, whitespace: true, message: '请填写工号' },
          { pattern: /^\s*[A-Za-z0-9_.-]{1,64}\s*$/, message: '工号为字母、数字或 _ . -' },
        ]}
      >
        <Input autoComplete="off" maxLength={64} />
      </Form.Item>
      {employeeCode !== null && <p>原来凭工号绑定的登录方式一起解除，正在使用的立刻退出。</p>}
      <ActFoot refusal={refusal} okText="登记" isPending={act.isPending} close={close} />
    </Form>
  );
}

type BindProps = { account: AccountAnswer; ways: readonly Way[] };

/** 绑定外部身份: where the other system tells a number and no employee code. */
export function BindButton({ account, ways }: BindProps) {
  return (
    <DialogButton text="绑定外部身份" title={`绑定外部身份：${account.displayName}`}>
      {(close) => <Bind account={account} ways={ways} close={close} />}
    </DialogButton>
  );
}

type Filled = { way: string; subject: string };

function Bind({ account: { accountNo, displayName }, ways, close }: BindProps & { close: () => void }) {
  const done = useDone(close);
  const { form, act, send, refusal } = useActForm(
    bindExternal,
    ({ way, subject }: Filled) => ({ accountNo, way, subject: subject.trim() }),
    { 'identity.bound-already': 'subject' },
    done,
  );
  return (
    <Form<Filled> form={form} layout="vertical" requiredMark={false} onFinish={send}>
      <p>以后用这个身份登录，打开的就是{displayName}的账号。编号请向那个系统的管理员核实，不要听本人口述。</p>
      <Form.Item name="way" label="登录方式" initialValue={ways[0]?.name ?? ''}>
        <WaySelect ways={ways} />
      </Form.Item>
      <Form.Item
        name="subject"
        label="在那边的编号"
        extra="统一身份认证叫 sub，浙政钉叫 accountId。"
        rules={[{ required: true, whitespace: true, message: '请填写编号' }]}
      >
        <Input autoComplete="off" maxLength={200} />
      </Form.Item>
      <ActFoot refusal={refusal} okText="绑定" isPending={act.isPending} close={close} />
    </Form>
  );
}

type WaySelectProps = { ways: readonly Way[]; id?: string; value?: string; onChange?: (way: string) => void };

function WaySelect({ ways, id, value, onChange }: WaySelectProps) {
  return (
    <select id={id} className="staff-select" value={value ?? ''} onChange={({ target }) => onChange?.(target.value)}>
      {ways.map(({ name, title }) => (
        <option key={name} value={name}>
          {title}
        </option>
      ))}
    </select>
  );
}

function useDone(close: () => void) {
  const queryClient = useQueryClient();
  return async () => {
    close();
    await queryClient.invalidateQueries({ queryKey: DIRECTORY_KEY });
  };
}
