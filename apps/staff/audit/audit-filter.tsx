import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { KIND_NAMES, KINDS, OUTCOME_NAMES, OUTCOMES } from '#modules/audit/contract.ts';
import { Choice } from '../../kit/antd/choice.tsx';
import type { AuditSearch } from '../search.ts';
import { FilterField } from './filter-field.tsx';
import { FindPersonButton } from './find-person-button.tsx';

const route = getRouteApi('/signed-in/audit');

/** 条件 of the search: everything stands in the address; a person only by his number in the system. */
export function AuditFilter({ search }: { search: AuditSearch }) {
  const navigate = route.useNavigate();
  const [wish, setWish] = useState<AuditSearch>({ ...search, page: undefined });
  const set = (more: AuditSearch) => setWish((before) => ({ ...before, ...more }));
  const isFiltered = Object.values({ ...search, page: undefined }).some((value) => value !== undefined);
  return (
    <form
      className="staff-filter"
      onSubmit={(event) => {
        event.preventDefault();
        void navigate({ search: wish });
      }}
    >
      <FilterField label="从哪一天" type="date" value={wish.from} onChange={(from) => set({ from })} />
      <FilterField label="到哪一天" type="date" value={wish.to} onChange={(to) => set({ to })} />
      <FilterField label="账号" value={wish.account} onChange={(account) => set({ account })} />
      <Choice
        name="种类"
        value={wish.kind}
        options={KINDS.map((kind) => ({ value: kind, label: KIND_NAMES[kind] }))}
        onChange={(kind) => set({ kind })}
        withAll
      />
      <Choice
        name="结果"
        value={wish.outcome}
        options={OUTCOMES.map((outcome) => ({ value: outcome, label: OUTCOME_NAMES[outcome] }))}
        onChange={(outcome) => set({ outcome })}
        withAll
      />
      <Button type="primary" htmlType="submit">
        查询
      </Button>
      {isFiltered && <Button onClick={() => void navigate({ search: {} })}>清除条件</Button>}
      <FindPersonButton onFound={(person) => void navigate({ search: { ...wish, person } })} />
      {search.person !== undefined && (
        <span className="staff-chip">
          只看人员序号 {search.person}
          <Button size="small" onClick={() => void navigate({ search: { ...wish, person: undefined } })}>
            不限人
          </Button>
        </span>
      )}
      {search.post !== undefined && <span className="staff-chip">只看岗位序号 {search.post}</span>}
      {search.action !== undefined && <span className="staff-chip">只看动作 {search.action}</span>}
    </form>
  );
}
