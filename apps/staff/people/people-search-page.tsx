import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import { type FoundPerson, searchPeople } from '#modules/people/contract.ts';
import { call } from '#platform/contract/call.ts';
import type { Reply, Input as RouteInput } from '#platform/contract/route.ts';
import { Choice } from '../../kit/antd/choice.tsx';
import { type Column, DataTable } from '../../kit/antd/data-table.tsx';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';
import { monthQuery } from '../allowances/allowance-queries.ts';
import { needsCounty, SEARCH_WAYS, type SearchWay } from './search-way.ts';

type Wish = RouteInput<typeof searchPeople>['body'];
type Asked = { wish: Wish; words: string };

const route = getRouteApi('/signed-in/people');
const shell = getRouteApi('/signed-in');
const WAYS = Object.entries(SEARCH_WAYS).map(([value, { name }]) => ({ value: value as SearchWay, label: name }));

const COLUMNS: Column<FoundPerson, never>[] = [
  {
    key: 'name',
    title: '姓名',
    heading: true,
    cell: ({ personNo, nameMasked }) => (
      <Link to="/people/$personNo" params={{ personNo: String(personNo) }}>
        {nameMasked}
      </Link>
    ),
  },
  { key: 'sex', title: '性别', cell: ({ sex }) => sex },
  { key: 'born', title: '出生年月', cell: ({ bornMasked }) => bornMasked.slice(0, 7) },
  { key: 'hukou', title: '户籍地', cell: ({ hukouPlace }) => hukouPlace ?? '不在本省' },
  { key: 'residence', title: '居住地', cell: ({ residencePlace }) => residencePlace ?? '同户籍地或没有登记' },
];

/** 查找老人. What was typed lives in this page alone: neither the address nor the browser keeps it. */
export function PeopleSearchPage() {
  const { by = 'number', county } = route.useSearch();
  const { account } = shell.useRouteContext();
  const [asked, setAsked] = useState<Asked>();
  const search = useMutation({ mutationFn: (body: Wish) => call(searchPeople, { body }), gcTime: 0 });
  const ask = (next: Asked) => {
    setAsked(next);
    search.mutate(next.wish);
  };
  return (
    <Page
      title="查找老人"
      lead={`在${account.post?.organisationName ?? '本单位'}的范围内，按户籍地或居住地找。找了谁会留下记录，老人本人可以查到。`}
    >
      <Section title="怎么找">
        <SearchForm key={by} by={by} county={county} isPending={search.isPending} onAsk={ask} />
      </Section>
      {search.isError && <RefusalNotice error={search.error} />}
      {search.data !== undefined && asked !== undefined && (
        <FoundPeople
          found={search.data}
          words={asked.words}
          onPage={(page) => ask({ ...asked, wish: { ...asked.wish, page } })}
        />
      )}
    </Page>
  );
}

type FormProps = {
  by: SearchWay;
  county: string | undefined;
  isPending: boolean;
  onAsk: (asked: Asked) => void;
};

function SearchForm({ by, county, isPending, onAsk }: FormProps) {
  const navigate = route.useNavigate();
  const { account } = shell.useRouteContext();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState<string>();
  const id = useId();
  const { label, explained, wishOf, longest } = SEARCH_WAYS[by];
  const asksCounty = by !== 'number' && needsCounty(account.scope);
  const submit = () => {
    const wish = { ...wishOf(typed), ...(asksCounty && county !== undefined && { division: county }), page: 1 };
    const checked = searchPeople.body.safeParse(wish);
    const sentence = asksCounty && county === undefined ? '请先选县（市、区）。' : checked.error?.issues[0]?.message;
    setWrong(sentence);
    if (sentence === undefined) onAsk({ wish, words: SEARCH_WAYS[by].name });
  };
  return (
    <search>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className="staff-filter">
          <Choice
            name="按什么找"
            value={by}
            options={WAYS}
            onChange={(chosen) => void navigate({ search: (shown) => ({ ...shown, by: chosen }), replace: true })}
          />
          {asksCounty && <CountyChoice county={county} />}
          {label !== null && (
            <div className="kit-choice">
              <label htmlFor={id}>{label}</label>
              <Input
                id={id}
                className="staff-search"
                autoComplete="off"
                maxLength={longest}
                value={typed}
                aria-invalid={wrong !== undefined}
                aria-describedby={`${id}-about`}
                onChange={({ target }) => setTyped(target.value)}
              />
            </div>
          )}
          <Button type="primary" htmlType="submit" loading={isPending}>
            查找
          </Button>
        </div>
        <p id={`${id}-about`} className="staff-aside">
          {explained}
        </p>
        {wrong !== undefined && <p role="alert">{wrong}</p>}
      </form>
    </search>
  );
}

function CountyChoice({ county }: { county: string | undefined }) {
  const navigate = route.useNavigate();
  const month = useQuery(monthQuery(undefined));
  const options = month.data?.counties.map(({ code, name, city }) => ({ value: code, label: `${city} ${name}` })) ?? [];
  return (
    <Choice
      name="县（市、区）"
      value={county}
      options={[{ value: '', label: '请选择' }, ...options]}
      onChange={(chosen) =>
        void navigate({ search: (shown) => ({ ...shown, county: chosen || undefined }), replace: true })
      }
    />
  );
}

type FoundProps = { found: Reply<typeof searchPeople>; words: string; onPage: (page: number) => void };

function FoundPeople({ found: { persons, page, hasMore }, words, onPage }: FoundProps) {
  return (
    <Section
      title="查到的老人"
      aside={
        <p className="staff-total" role="status">
          {words}，第 {page} 页 <strong>{persons.length} 人</strong>
        </p>
      }
    >
      {persons.length === 0 ? (
        <EmptyState title="没有查到。">
          <p>请核对填写的内容；这位老人的户籍地和居住地都不在您的范围内的，这里查不到。</p>
        </EmptyState>
      ) : (
        <DataTable<FoundPerson>
          caption="查到的老人"
          columns={COLUMNS}
          rows={persons}
          rowKey={({ personNo }) => personNo}
          rowsOpen
        />
      )}
      {(page > 1 || hasMore) && (
        <div className="staff-buttons">
          <Button disabled={page === 1} onClick={() => onPage(page - 1)}>
            上一页
          </Button>
          <Button disabled={!hasMore} onClick={() => onPage(page + 1)}>
            下一页
          </Button>
        </div>
      )}
    </Section>
  );
}
