import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { RuleRow } from '#modules/policy/contract.ts';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { dayText } from '../../kit/month.ts';
import { type RulebookAnswer, rulebookQuery } from './policy-queries.ts';
import { RulebookFilter } from './rulebook-filter.tsx';
import { RulebookTable } from './rulebook-table.tsx';

const route = getRouteApi('/signed-in/rules');

/** 规则库: divisions × bands as they stand on a day. */
export function RulebookPage() {
  const { day } = route.useSearch();
  const answer = useQuery(rulebookQuery(day));
  return (
    <Page title="规则库" lead={answer.data && <Counted answer={answer.data} />}>
      <Loaded query={answer}>{(shown) => <RulebookShown answer={shown} />}</Loaded>
    </Page>
  );
}

function RulebookShown({ answer: { day, rows } }: { answer: RulebookAnswer }) {
  const { city, state } = route.useSearch();
  const navigate = route.useNavigate();
  const shown = rows.filter(
    (row) => (city === undefined || cityOf(row) === city) && (state === undefined || row.state === state),
  );
  const cities = [...new Set(rows.map(cityOf))];
  return (
    <Section title={`${dayText(day)}的标准`}>
      <RulebookFilter
        day={day}
        city={city}
        state={state}
        cities={cities}
        onChange={(wish) => void navigate({ search: (before) => ({ ...before, ...wish }) })}
      />
      {shown.length === 0 ? (
        <EmptyState title="没有符合条件的规则。">请换一个城市、状态或日期。</EmptyState>
      ) : (
        <RulebookTable rows={shown} cityOf={cityOf} />
      )}
    </Section>
  );
}

/** Rules above the cities stand under their own division's name. */
function cityOf({ cityName, divisionName }: RuleRow): string {
  return cityName ?? divisionName;
}

function Counted({ answer: { files, versions, drafts } }: { answer: RulebookAnswer }) {
  return (
    <>
      共 {files} 份规则、{versions} 个版本，其中 {drafts} 个是草稿，须定夺后才能执行
    </>
  );
}
