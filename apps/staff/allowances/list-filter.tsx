import { Button } from 'antd';
import { FILTER_KINDS, LIST_KIND_NAMES } from '#modules/allowances/contract.ts';
import { Choice } from '../../kit/antd/choice.tsx';
import type { ListSearch } from '../search.ts';
import { bandText } from './band.ts';

type ListFilterProps = {
  search: ListSearch;
  towns: readonly { code: string; name: string }[];
  fromAges: readonly number[];
  onChange: (wish: ListSearch) => void;
};

const KINDS = FILTER_KINDS.map((value) => ({ value, label: LIST_KIND_NAMES[value] }));

/** 筛选 by kind, town and band; what is chosen stands in the address. */
export function ListFilter({ search, towns, fromAges, onChange }: ListFilterProps) {
  const { kind, town, fromAge } = search;
  const isFiltered = kind !== undefined || town !== undefined || fromAge !== undefined;
  return (
    <form className="staff-filter staff-no-print" aria-label="筛选" onSubmit={(event) => event.preventDefault()}>
      <Choice name="类别" value={kind} options={KINDS} withAll onChange={(chosen) => onChange({ kind: chosen })} />
      {towns.length > 0 && (
        <Choice
          name="乡镇街道"
          value={town}
          options={towns.map(({ code, name }) => ({ value: code, label: name }))}
          withAll
          onChange={(chosen) => onChange({ town: chosen })}
        />
      )}
      <Choice
        name="年龄档"
        value={fromAge === undefined ? undefined : String(fromAge)}
        options={fromAges.map((age) => ({ value: String(age), label: bandText(age) }))}
        withAll
        onChange={(chosen) => onChange({ fromAge: chosen === undefined ? undefined : Number(chosen) })}
      />
      {isFiltered && (
        <Button onClick={() => onChange({ kind: undefined, town: undefined, fromAge: undefined })}>清除筛选</Button>
      )}
    </form>
  );
}
