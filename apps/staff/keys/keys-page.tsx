import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import { call } from '#platform/contract/call.ts';
import {
  ALGORITHM_NAMES,
  type DataKeyShown,
  KEY_STATE_NAMES,
  type KeyList,
  type RotationShown,
  startRotation,
} from '#platform/keys/contract.ts';
import { type Column, DataTable } from '../../kit/antd/data-table.tsx';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { ProgressBar } from '../../kit/antd/progress-bar.tsx';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';
import { countText } from '../../kit/count.ts';
import { instantText } from '../../kit/month.ts';
import { DialogButton, DialogFoot } from '../identity/dialog-button.tsx';
import { mayDo } from '../identity/session.ts';
import { keysQuery } from './key-queries.ts';

const shell = getRouteApi('/signed-in');

/** 密钥: which data keys there are, what each holds, and a rotation under way. Never a key itself. */
export function KeysPage() {
  const { account } = shell.useRouteContext();
  const answer = useQuery(keysQuery);
  const isOpen = answer.data?.rotations.some(({ finishedAt }) => !finishedAt) ?? false;
  return (
    <Page
      title="密钥"
      lead="证件号码、账号、电话、住址封存在数据库里，由数据密钥加密；数据密钥由主密钥包裹，主密钥不在数据库里，这里也看不到。"
      actions={mayDo(account, startRotation.permission) && !isOpen && <RotateButton />}
    >
      <Loaded query={answer}>
        {(shown) => <KeysShown list={shown} mayRotate={mayDo(account, startRotation.permission)} />}
      </Loaded>
    </Page>
  );
}

function useRotation() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => call(startRotation),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keysQuery.queryKey }),
  });
}

function RotateButton() {
  return (
    <DialogButton text="轮换密钥" title="轮换密钥" primary>
      {(close) => <RotateDialog close={close} />}
    </DialogButton>
  );
}

function RotateDialog({ close }: { close: () => void }) {
  const act = useRotation();
  return (
    <>
      <ul className="staff-what-happens">
        <li>产生一把新的数据密钥，把封存的每一行换成用它封存，每批五百行。</li>
        <li>换的时候别的工作照常；服务器重启了，会从停下的地方接着换。</li>
        <li>全部换完、旧密钥一行也不用了，旧密钥自动停用。打不开的行会报出来，轮换停下，旧密钥保留。</li>
        <li>主密钥不变；更换主密钥要由运维人员按“密钥”说明办理。</li>
      </ul>
      {act.isError && <RefusalNotice error={act.error} />}
      <DialogFoot>
        <Button onClick={close}>先不换</Button>
        <Button type="primary" loading={act.isPending} onClick={() => act.mutate(undefined, { onSuccess: close })}>
          开始轮换
        </Button>
      </DialogFoot>
    </>
  );
}

const KEYS: Column<DataKeyShown, never>[] = [
  { key: 'no', title: '密钥', heading: true, cell: ({ keyId }) => `第 ${keyId} 把` },
  { key: 'state', title: '状态', cell: ({ state }) => KEY_STATE_NAMES[state] },
  { key: 'algorithm', title: '算法', cell: ({ algorithm }) => ALGORITHM_NAMES[algorithm] ?? algorithm },
  { key: 'made', title: '产生时间', cell: ({ madeAt }) => instantText(madeAt) },
  { key: 'retired', title: '停用时间', cell: ({ retiredAt }) => (retiredAt === null ? '' : instantText(retiredAt)) },
  {
    key: 'rows',
    title: '封存的行数',
    number: true,
    cell: ({ rows }) => (rows === null ? '还没有数过' : countText(rows)),
  },
  {
    key: 'counted',
    title: '什么时候数的',
    cell: ({ countedAt }) => (countedAt === null ? '' : instantText(countedAt)),
  },
];

const ROTATIONS: Column<RotationShown, never>[] = [
  { key: 'no', title: '轮换', heading: true, cell: ({ rotationNo }) => `第 ${rotationNo} 次` },
  { key: 'by', title: '发起', cell: ({ askedBy, askedAt }) => `${askedBy}，${instantText(askedAt)}` },
  { key: 'key', title: '换成', cell: ({ keyId }) => (keyId === null ? '新密钥还没有产生' : `第 ${keyId} 把`) },
  {
    key: 'done',
    title: '已换行数',
    number: true,
    cell: ({ done, total }) => `${countText(done)} / ${countText(total)}`,
  },
  {
    key: 'end',
    title: '完成时间',
    cell: ({ finishedAt }) => (finishedAt === null ? '还没有完成' : instantText(finishedAt)),
  },
];

function KeysShown({ list: { keys, rotations }, mayRotate }: { list: KeyList; mayRotate: boolean }) {
  const open = rotations.find(({ finishedAt }) => finishedAt === null);
  return (
    <>
      {open !== undefined && <OpenRotation rotation={open} mayRotate={mayRotate} />}
      <Section title="数据密钥">
        <DataTable<DataKeyShown> caption="数据密钥" columns={KEYS} rows={keys} rowKey={({ keyId }) => keyId} />
      </Section>
      <Section title="轮换经过">
        {rotations.length === 0 ? (
          <EmptyState title="还没有轮换过。">一般每年轮换一次；有人离岗或怀疑密钥泄露时，马上轮换。</EmptyState>
        ) : (
          <DataTable<RotationShown>
            caption="轮换经过"
            columns={ROTATIONS}
            rows={rotations}
            rowKey={({ rotationNo }) => rotationNo}
          />
        )}
      </Section>
    </>
  );
}

function OpenRotation({ rotation, mayRotate }: { rotation: RotationShown; mayRotate: boolean }) {
  const act = useRotation();
  const { rotationNo, done, total, columns } = rotation;
  return (
    <Section title={`第 ${rotationNo} 次轮换正在进行`}>
      <ProgressBar title="换成新密钥的行" done={done} total={total} />
      <ul>
        {columns.map(({ table, column, done: doneHere, total: totalHere }) => (
          <li key={table + column}>
            {table}.{column}：{countText(doneHere)} / {countText(totalHere)}
          </li>
        ))}
      </ul>
      {mayRotate && (
        <p>
          行数几分钟没有变化，多半是服务器中途停过或有一行打不开（看服务器日志）：
          <Button loading={act.isPending} onClick={() => act.mutate()}>
            接着换
          </Button>
        </p>
      )}
      {act.isError && <RefusalNotice error={act.error} />}
    </Section>
  );
}
