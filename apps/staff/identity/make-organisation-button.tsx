import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Form, Input } from 'antd';
import {
  makeOrganisation,
  ORGANISATION_KIND_NAMES,
  type Organisation,
  OUTSIDE_KINDS,
} from '#modules/identity/contract.ts';
import { ActFoot, filled, useActForm } from './act-form.tsx';
import { DialogButton } from './dialog-button.tsx';
import { DIRECTORY_KEY } from './identity-queries.ts';
import { PlacePicker } from './pickers.tsx';

type OutsideKind = (typeof OUTSIDE_KINDS)[number];
type Filled = { kind?: OutsideKind; name: string; place?: Organisation; fromDay?: string };

const FIELD_OF_REFUSAL = { 'identity.organisation-exists': 'name', 'identity.no-division': 'place' };

/** 建立外部单位: an institution, a merchant, a bank … that people get posts at. */
export function MakeOrganisationButton() {
  return (
    <DialogButton text="建立外部单位" title="建立外部单位" primary>
      {(close) => <MakeOrganisation close={close} />}
    </DialogButton>
  );
}

function MakeOrganisation({ close }: { close: () => void }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { form, act, send, refusal } = useActForm(
    makeOrganisation,
    ({ kind, name, place, fromDay }: Filled) => ({
      kind: kind as OutsideKind,
      name: name.trim(),
      division: place?.division ?? '',
      fromDay: filled(fromDay),
    }),
    FIELD_OF_REFUSAL,
    async (_, { name }) => {
      close();
      // Among thousands the new one would not be seen.
      await navigate({ to: '/organisations', search: { search: name } });
      await queryClient.invalidateQueries({ queryKey: DIRECTORY_KEY });
    },
  );
  return (
    <Form<Filled> form={form} layout="vertical" requiredMark={false} onFinish={send}>
      <p>民政系统的组织随行政区划自动建立，不用在这里建。</p>
      <Form.Item name="kind" label="类别" rules={[{ required: true, message: '请选择类别' }]}>
        <KindSelect />
      </Form.Item>
      <Form.Item
        name="name"
        label="名称"
        extra="写营业执照或登记证书上的全称。"
        rules={[{ required: true, whitespace: true, message: '请填写单位名称' }]}
      >
        <Input autoComplete="off" maxLength={100} />
      </Form.Item>
      <Form.Item name="place" label="所在地" rules={[{ required: true, message: '请查找并选一个所在地' }]}>
        <PlacePicker />
      </Form.Item>
      <Form.Item name="fromDay" label="起日" extra="不填就是今天。">
        <Input type="date" max="2099-12-31" />
      </Form.Item>
      <ActFoot refusal={refusal} okText="建立单位" isPending={act.isPending} close={close} />
    </Form>
  );
}

type KindSelectProps = { id?: string; value?: OutsideKind; onChange?: (kind: OutsideKind | undefined) => void };

function KindSelect({ id, value, onChange }: KindSelectProps) {
  return (
    <select
      id={id}
      className="staff-select"
      value={value ?? ''}
      onChange={({ target }) => onChange?.(OUTSIDE_KINDS.find((kind) => kind === target.value))}
    >
      <option value="">请选择</option>
      {OUTSIDE_KINDS.map((kind) => (
        <option key={kind} value={kind}>
          {ORGANISATION_KIND_NAMES[kind]}
        </option>
      ))}
    </select>
  );
}
