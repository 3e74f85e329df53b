import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import {
  ABOUT_DEPARTMENT,
  ACCEPTABLE,
  CONFLICT_KIND_NAMES,
  CONFLICT_STATE_NAMES,
  type ConflictShown,
  decideConflict,
  type Organisation,
} from '#modules/identity/contract.ts';
import { call } from '#platform/contract/call.ts';
import type { Input } from '#platform/contract/route.ts';
import type { Column } from '../../kit/antd/data-table.tsx';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';
import { instantText } from '../../kit/month.ts';
import { DialogButton, DialogFoot } from './dialog-button.tsx';
import { DIRECTORY_KEY } from './identity-queries.ts';
import { OrganisationPicker } from './pickers.tsx';

export function conflictColumns(): Column<ConflictShown, never>[] {
  return [
    { key: 'kind', title: '种类', heading: true, cell: ({ kind }) => CONFLICT_KIND_NAMES[kind] },
    { key: 'evidence', title: '依据', cell: ({ evidence }) => evidenceText(evidence) },
    { key: 'made', title: '发现时间', cell: ({ madeAt }) => instantText(madeAt) },
    {
      key: 'state',
      title: '状态',
      cell: ({ state, decidedBy }) => `${CONFLICT_STATE_NAMES[state]}${decidedBy === null ? '' : `（${decidedBy}）`}`,
    },
    {
      key: 'decide',
      title: '办理',
      cell: (conflict) => {
        if (conflict.state === 'open') return <Decide conflict={conflict} />;
        return conflict.state === 'rejected' ? <Reopen conflictNo={conflict.conflictNo} /> : '—';
      },
    },
  ];
}

/** The database keeps facts in no order that a reader would choose. */
const ORDER = [
  '姓名',
  '工号',
  '已有账号',
  '账号序号',
  '部门',
  '部门编号',
  '组织',
  '起日',
  '止日',
  '人数',
  '例如',
  '角色',
  '与',
];

function evidenceText(evidence: ConflictShown['evidence']): string {
  const place = (name: string) => ORDER.indexOf(name);
  return Object.entries(evidence)
    .toSorted(([one], [other]) => place(one) - place(other))
    .map(([name, value]) => `${name} ${value}`)
    .join('，');
}

const WHAT_HAPPENS: Record<ConflictShown['kind'], [accept: string, reject: string]> = {
  'unknown-department': [
    '选好它是哪个组织；这个部门里有对应角色的人，马上在那里设立岗位。',
    '这个部门的人不在本系统任职。',
  ],
  'organisation-ended': [
    '选好它现在是哪个组织；这个部门里有对应角色的人，马上在那里设立岗位。',
    '保持现状：这个部门的人不在本系统任职。',
  ],
  'same-name': ['就是同一个人：工号登记到已有的账号上，通讯录里的岗位马上设立。', '只是同名：马上给他另建一个账号。'],
  returned: ['恢复他原来的账号，岗位马上设立。', '不恢复。'],
  'role-conflict': ['', '保持现状：不设这个岗位。要设的，先结束与它不相容的岗位。'],
  'role-elsewhere': ['', '保持现状：不设这个岗位。角色或部门写错的，请在通讯录里改。'],
  'last-administrator': [
    '已经给另一位同事设了系统管理员岗位：停用他的账号，或结束他的岗位。',
    '保持现状：一直不停用。',
  ],
};

function Decide({ conflict }: { conflict: ConflictShown }) {
  const { kind, conflictNo, evidence } = conflict;
  const name = `${CONFLICT_KIND_NAMES[kind]}：${evidenceText(evidence)}`;
  return (
    <DialogButton text="决定" label={`决定第${conflictNo}件`} title={name} small>
      {(close) => <DecideForm conflict={conflict} close={close} />}
    </DialogButton>
  );
}

/** 不采纳的 is not lost: it can be decided anew. */
function Reopen({ conflictNo }: { conflictNo: number }) {
  const queryClient = useQueryClient();
  const act = useMutation({
    mutationFn: () => call(decideConflict, { body: { conflictNo, answer: 'reopen' } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: DIRECTORY_KEY }),
  });
  return (
    <>
      <Button
        size="small"
        loading={act.isPending}
        aria-label={`重新决定第${conflictNo}件`}
        onClick={() => act.mutate()}
      >
        重新决定
      </Button>
      {act.isError && <RefusalNotice error={act.error} />}
    </>
  );
}

function DecideForm({ conflict: { conflictNo, kind }, close }: { conflict: ConflictShown; close: () => void }) {
  const [organisation, setOrganisation] = useState<Organisation>();
  const queryClient = useQueryClient();
  const act = useMutation({
    mutationFn: (body: Input<typeof decideConflict>['body']) => call(decideConflict, { body }),
    onSuccess: async () => {
      close();
      await queryClient.invalidateQueries({ queryKey: DIRECTORY_KEY });
    },
  });
  const [accept, reject] = WHAT_HAPPENS[kind];
  const mayAccept = ACCEPTABLE.includes(kind);
  const organisationNo = organisation?.organisationNo;
  return (
    <>
      <ul className="staff-what-happens">
        {mayAccept && <li>采纳：{accept}</li>}
        <li>不采纳：{reject}</li>
      </ul>
      {ABOUT_DEPARTMENT.includes(kind) && (
        <div className="staff-field">
          <label htmlFor="conflict-organisation">对应的组织</label>
          <OrganisationPicker id="conflict-organisation" value={organisation} onChange={setOrganisation} />
        </div>
      )}
      {act.isError && <RefusalNotice error={act.error} />}
      <DialogFoot>
        <Button onClick={close}>先不决定</Button>
        <Button loading={act.isPending} onClick={() => act.mutate({ conflictNo, answer: 'reject' })}>
          不采纳
        </Button>
        {mayAccept && (
          <Button
            type="primary"
            loading={act.isPending}
            onClick={() => act.mutate({ conflictNo, answer: 'accept', ...(organisationNo ? { organisationNo } : {}) })}
          >
            采纳
          </Button>
        )}
      </DialogFoot>
    </>
  );
}
