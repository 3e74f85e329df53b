import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Form } from 'antd';
import {
  makePost,
  type Organisation,
  PERMISSION_NAMES,
  ROLE_NAMES,
  ROLE_TABLE,
  type Role,
} from '#modules/identity/contract.ts';
import { ActFoot, filled, useActForm } from './act-form.tsx';
import { DayFields } from './day-fields.tsx';
import { DialogButton } from './dialog-button.tsx';
import { type AccountAnswer, DIRECTORY_KEY } from './identity-queries.ts';
import { OrganisationPicker } from './pickers.tsx';
import { rolesAt } from './roles-at.ts';

type Filled = { organisation?: Organisation; role?: Role; fromDay?: string; untilDay?: string };
type WhoProps = { account: Pick<AccountAnswer, 'accountNo' | 'displayName'> };

const shell = getRouteApi('/signed-in');
const FIELD_OF_REFUSAL = {
  'identity.role-elsewhere': 'role',
  'identity.demonstration-only': 'role',
  'identity.day-order': 'untilDay',
};

/** 设立岗位: where, as what, from when until when. */
export function GivePostButton({ account }: WhoProps) {
  return (
    <DialogButton text="设立岗位" title={`给${account.displayName}设立岗位`} primary>
      {(close) => <GivePost account={account} close={close} />}
    </DialogButton>
  );
}

function GivePost({ account, close }: WhoProps & { close: () => void }) {
  const queryClient = useQueryClient();
  const { form, act, send, refusal } = useActForm(
    makePost,
    ({ organisation, role, fromDay, untilDay }: Filled) => ({
      accountNo: account.accountNo,
      organisationNo: organisation?.organisationNo ?? 0,
      role: role as Role,
      fromDay: filled(fromDay),
      untilDay: filled(untilDay),
    }),
    FIELD_OF_REFUSAL,
    async () => {
      close();
      await queryClient.invalidateQueries({ queryKey: DIRECTORY_KEY });
    },
  );
  const forgetRole = (changed: Filled) => {
    if ('organisation' in changed) form.setFieldValue('role', undefined);
  };
  return (
    <Form<Filled> form={form} layout="vertical" requiredMark={false} onFinish={send} onValuesChange={forgetRole}>
      <Form.Item name="organisation" label="组织" rules={[{ required: true, message: '请查找并选一个组织' }]}>
        <OrganisationPicker />
      </Form.Item>
      <RoleField organisation={Form.useWatch('organisation', form)} role={Form.useWatch('role', form)} />
      <DayFields />
      <ActFoot refusal={refusal} okText="设立岗位" isPending={act.isPending} close={close} />
    </Form>
  );
}

/** 角色: those that this organisation may have, and what the chosen one may do. */
function RoleField({ organisation, role }: { organisation: Organisation | undefined; role: Role | undefined }) {
  const { account } = shell.useRouteContext();
  const roles = organisation === undefined ? [] : rolesAt(organisation, account.post?.role);
  return (
    <Form.Item
      name="role"
      label="角色"
      extra={role === undefined ? '先选组织，再选这个组织可以设的角色。' : mayText(role)}
      rules={[{ required: true, message: '请选择角色' }]}
    >
      <RoleSelect roles={roles} />
    </Form.Item>
  );
}

type RoleSelectProps = {
  id?: string;
  value?: Role | undefined;
  onChange?: (role: Role | undefined) => void;
  roles: readonly Role[];
};

function RoleSelect({ id, value, onChange, roles }: RoleSelectProps) {
  return (
    <select
      id={id}
      className="staff-select"
      disabled={roles.length === 0}
      value={value ?? ''}
      onChange={({ target }) => onChange?.(roles.find((role) => role === target.value))}
    >
      <option value="">请选择</option>
      {roles.map((role) => (
        <option key={role} value={role}>
          {ROLE_NAMES[role]}
        </option>
      ))}
    </select>
  );
}

function mayText(role: Role): string {
  const { permissions } = ROLE_TABLE[role];
  if (permissions.length === 0) return '这个角色的页面还没有上线，现在登录后没有可做的事。';
  return `可以：${permissions.map((permission) => PERMISSION_NAMES[permission]).join('；')}。`;
}
