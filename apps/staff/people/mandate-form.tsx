import { Button, Checkbox, Form, Input, Radio } from 'antd';
import {
  DECISION_KIND_NAMES,
  DECISION_KINDS,
  latestUntilDay,
  MANDATE_SCOPE_NAMES,
  MANDATE_WAYS,
  prepareMandate,
  RELATION_NAMES,
  RELATIONS,
  WAY_TABLE,
} from '#modules/people/contract.ts';
import type { Input as RouteInput } from '#platform/contract/route.ts';
import { showFieldErrors } from '../../kit/antd/form-fields.ts';
import { today } from '../../kit/month.ts';

export type MandateWish = RouteInput<typeof prepareMandate>['body'];

const WAYS = MANDATE_WAYS.filter((way) => way !== 'portal').map((value) => ({ value, label: WAY_TABLE[value].name }));
const RELATION_OPTIONS = RELATIONS.map((value) => ({ value, label: RELATION_NAMES[value] }));
const DECISION_OPTIONS = DECISION_KINDS.map((value) => ({ value, label: DECISION_KIND_NAMES[value] }));

// A year is allowed by every way; who wants another end writes it.
const first = () => ({
  ...{ way: 'present' as const, scopes: ['view' as const], holder: { name: '', idNumber: '', phone: '' } },
  ...{ textDay: today(), untilDay: latestUntilDay('paper', today()) },
});

type FormWish = {
  /** What was filled in before, when somebody goes back to change it. */
  filled: MandateWish | undefined;
  onFilled: (wish: MandateWish) => void;
  isPending: boolean;
};

/** Who, for whom, what, until when, by which way. */
export function MandateForm({ filled, onFilled, isPending }: FormWish) {
  const [form] = Form.useForm<MandateWish>();
  const way = Form.useWatch('way', form) ?? 'present';
  const submit = (sent: MandateWish) => {
    const { decision, textDay, ...rest } = sent;
    const wish = { ...rest, ...(way === 'court' && { decision }), ...(way === 'paper' && { textDay }) };
    if (!showFieldErrors(form, prepareMandate, wish)) onFilled(wish);
  };
  return (
    <Form<MandateWish>
      className="staff-narrow"
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={filled ?? first()}
      onFinish={submit}
    >
      <Form.Item
        name="way"
        label="办理方式"
        extra={WAY_TABLE[way].confirming && `登记后还要${WAY_TABLE[way].confirming}。`}
      >
        <Radio.Group className="staff-choices" options={WAYS} />
      </Form.Item>
      <Form.Item name="personIdNumber" label="老人的证件号码">
        <Input autoComplete="off" maxLength={40} />
      </Form.Item>
      <HolderFields />
      <Form.Item name="scopes" label="委托事项" extra="“查看”一定要有；变更收款账户只有法院裁判或公证才能委托。">
        <Checkbox.Group
          options={WAY_TABLE[way].scopes.map((value) => ({ value, label: MANDATE_SCOPE_NAMES[value] }))}
        />
      </Form.Item>
      <Form.Item name="untilDay" label="止日（这一天起不再有效）" extra={`最长${WAY_TABLE[way].longestMonths}个月。`}>
        <Input type="date" min={today()} max={latestUntilDay(way, today())} />
      </Form.Item>
      {way === 'paper' && (
        <Form.Item
          name="textDay"
          label="委托书上的办理日期"
          extra="先生成、打印，寄给老人签名。收到照片后再来登记：填的要和纸上一样，日期填纸上写的那天。"
        >
          <Input type="date" max={today()} />
        </Form.Item>
      )}
      {way === 'court' && <DecisionFields />}
      <Button type="primary" htmlType="submit" loading={isPending}>
        生成委托书
      </Button>
    </Form>
  );
}

function DecisionFields() {
  return (
    <>
      <Form.Item name={['decision', 'kind']} label="文书种类">
        <Radio.Group options={DECISION_OPTIONS} />
      </Form.Item>
      <Form.Item name={['decision', 'number']} label="文书号">
        <Input autoComplete="off" maxLength={60} />
      </Form.Item>
      <Form.Item name={['decision', 'by']} label="作出单位">
        <Input autoComplete="off" maxLength={60} />
      </Form.Item>
      <Form.Item name={['decision', 'decidedOn']} label="作出日期">
        <Input type="date" max={today()} />
      </Form.Item>
    </>
  );
}

function HolderFields() {
  return (
    <>
      <Form.Item name={['holder', 'name']} label="受托人姓名">
        <Input autoComplete="off" maxLength={60} />
      </Form.Item>
      <Form.Item name={['holder', 'idNumber']} label="受托人证件号码">
        <Input autoComplete="off" maxLength={40} />
      </Form.Item>
      <Form.Item name={['holder', 'phone']} label="受托人手机号">
        <Input autoComplete="off" inputMode="numeric" maxLength={11} />
      </Form.Item>
      <Form.Item name="relation" label="受托人是老人的">
        <Radio.Group options={RELATION_OPTIONS} />
      </Form.Item>
    </>
  );
}
