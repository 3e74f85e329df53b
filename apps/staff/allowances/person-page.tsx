import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { today } from '../../kit/month.ts';
import { IdentitySection } from '../people/identity-section.tsx';
import { type Person, personQuery } from './allowance-queries.ts';
import { BackLink } from './back-link.tsx';
import { FactsTable } from './facts-table.tsx';
import { MonthStrip } from './month-strip.tsx';
import { MonthWhy } from './month-why.tsx';

const route = getRouteApi('/signed-in/people/$personNo');

/** 人员: what is due, what was paid, and why, month by month; the facts with source and time. */
export function PersonPage() {
  const { personNo } = route.useParams();
  const month = route.useSearch().month ?? today().slice(0, 7);
  const person = useQuery(personQuery(Number(personNo), month));
  return (
    <>
      <BackLink />
      {person.data === undefined ? (
        <Page title={`人员 ${personNo}`}>
          <Loaded query={person}>{() => null}</Loaded>
        </Page>
      ) : (
        <Loaded query={person}>{(shown) => <PersonShown person={shown} month={month} />}</Loaded>
      )}
    </>
  );
}

function PersonShown({ person, month }: { person: Person; month: string }) {
  const { personNo, nameMasked, sex, ageYears, bornMasked, divisionNames, strip, facts } = person;
  return (
    <Page
      title={nameMasked}
      lead={
        <>
          {sex}，{ageYears} 周岁（出生 {bornMasked}），{divisionNames.join(' ')}，人员序号 {personNo}
        </>
      }
    >
      <Section title="逐月津贴">
        <MonthStrip personNo={personNo} strip={strip} chosen={month} />
      </Section>
      <MonthWhy personNo={personNo} month={month} />
      <IdentitySection key={personNo} personNo={personNo} />
      <Section title="事实及来源">
        <FactsTable facts={facts} />
      </Section>
    </Page>
  );
}
