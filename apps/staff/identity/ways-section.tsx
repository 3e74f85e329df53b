import { useQuery } from '@tanstack/react-query';
import { setEmployeeCode, unbindExternal } from '#modules/identity/contract.ts';
import { call } from '#platform/contract/call.ts';
import { type Column, DataTable } from '../../kit/antd/data-table.tsx';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { Section } from '../../kit/antd/page.tsx';
import { instantText } from '../../kit/month.ts';
import { BindButton, EmployeeCodeButton } from './bind-buttons.tsx';
import { EndButton } from './end-button.tsx';
import { type AccountAnswer, DIRECTORY_KEY, waysQuery } from './identity-queries.ts';

type Binding = AccountAnswer['bindings'][number];

/** 登录方式: by which employee code and which identities elsewhere this account is opened. */
export function WaysSection({ account, mayAct }: { account: AccountAnswer; mayAct: boolean }) {
  const ways = useQuery(waysQuery).data?.ways ?? [];
  const titleOf = (name: string) => ways.find((way) => way.name === name)?.title ?? name;
  const free = ways.filter(({ name }) => account.bindings.every(({ way }) => way !== name));
  return (
    <Section title="从其他系统登录" aside={mayAct && free.length > 0 && <BindButton account={account} ways={free} />}>
      <EmployeeCodeLine account={account} mayAct={mayAct} />
      <Bindings account={account} mayAct={mayAct} titleOf={titleOf} hasWays={ways.length > 0} />
    </Section>
  );
}

function EmployeeCodeLine({ account, mayAct }: { account: AccountAnswer; mayAct: boolean }) {
  const { accountNo, version, displayName, employeeCode } = account;
  return (
    <p className="staff-employee-code">
      <span>
        工号：<strong>{employeeCode ?? '没有登记'}</strong>
      </span>
      {mayAct && <EmployeeCodeButton account={account} />}
      {mayAct && employeeCode !== null && (
        <EndButton
          text="去掉工号"
          title={`去掉${displayName}的工号`}
          okText="确认去掉"
          small
          act={() => call(setEmployeeCode, { body: { accountNo, version, employeeCode: null } })}
          stale={DIRECTORY_KEY}
        >
          <ul className="staff-what-happens">
            <li>通讯录同步不再更新这个账号；办公平台的待办也推送不到他。</li>
            <li>凭这个工号绑定的登录方式一起解除，正在使用的立刻退出。</li>
          </ul>
        </EndButton>
      )}
    </p>
  );
}

type BindingsProps = {
  account: AccountAnswer;
  mayAct: boolean;
  titleOf: (way: string) => string;
  hasWays: boolean;
};

function Bindings({ account, mayAct, titleOf, hasWays }: BindingsProps) {
  if (account.bindings.length === 0)
    return (
      <EmptyState title="还没有从其他系统登录过。">
        {!hasWays && '本系统没有接其他登录方式，用账号和口令登录。'}
        {hasWays && mayAct && '登记了工号的，第一次登录时自动绑定；对方不给工号的，才用“绑定外部身份”。'}
      </EmptyState>
    );
  const columns: Column<Binding, never>[] = [
    { key: 'way', title: '登录方式', heading: true, cell: ({ way }) => titleOf(way) },
    { key: 'subject', title: '在那边的编号', cell: ({ subject }) => subject },
    { key: 'boundAt', title: '绑定时间', cell: ({ boundAt }) => instantText(boundAt) },
    { key: 'boundBy', title: '怎样绑定', cell: ({ boundBy }) => (boundBy === '工号' ? '凭工号自动绑定' : boundBy) },
  ];
  const act = (binding: Binding) => <Unbind account={account} binding={binding} title={titleOf(binding.way)} />;
  return (
    <DataTable<Binding>
      caption="绑定的外部身份"
      columns={mayAct ? [...columns, { key: 'acts', title: '办理', cell: act }] : columns}
      rows={account.bindings}
      rowKey={({ way }) => way}
    />
  );
}

function Unbind({ account, binding, title }: { account: AccountAnswer; binding: Binding; title: string }) {
  const { accountNo, displayName } = account;
  return (
    <EndButton
      text="解除"
      label={`解除${title}的绑定`}
      title={`解除${title}的绑定`}
      okText="确认解除"
      small
      act={() => call(unbindExternal, { body: { accountNo, way: binding.way, subject: binding.subject } })}
      stale={DIRECTORY_KEY}
    >
      <ul className="staff-what-happens">
        <li>
          {displayName}在{title}的这个身份不再打开这个账号；正在使用的，立刻退出。
        </li>
        {account.employeeCode !== null && <li>工号还登记着：对方给出同一个工号时会再次自动绑定。</li>}
      </ul>
    </EndButton>
  );
}
