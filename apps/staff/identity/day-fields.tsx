import { Form, Input } from 'antd';
import { today } from '../../kit/month.ts';

/** 起日和止日, typed or picked with the browser's own calendar. */
export function DayFields({ untilNeeded = false }: { untilNeeded?: boolean }) {
  return (
    <div className="staff-two-fields">
      <Form.Item name="fromDay" label="起日" extra="不填就是今天。">
        <Input type="date" max="2099-12-31" />
      </Form.Item>
      <Form.Item
        name="untilDay"
        label="止日（这一天起不再有效）"
        extra={untilNeeded ? '到这一天自动结束。' : '不填就是没有期限。'}
        rules={untilNeeded ? [{ required: true, message: '请填写止日' }] : []}
      >
        <Input type="date" min={today()} max="2099-12-31" />
      </Form.Item>
    </div>
  );
}
