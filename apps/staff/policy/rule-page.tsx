import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { dayText } from '../../kit/month.ts';
import { Crumbs } from '../crumbs.tsx';
import { type RuleAnswer, type RuleVersion, ruleQuery } from './policy-queries.ts';
import { RuleStateTag } from './rule-tags.tsx';
import { VersionShown } from './version-shown.tsx';

const route = getRouteApi('/signed-in/rule');

/** 规则详情: its versions through time, and one of them in full. */
export function RulePage() {
  const { file } = route.useSearch();
  const rule = useQuery(ruleQuery(file));
  return (
    <>
      <Crumbs>
        {[
          <Link key="rules" to="/rules">
            规则库
          </Link>,
          rule.data?.title ?? '规则',
        ]}
      </Crumbs>
      <Page title={rule.data?.title ?? '规则'} lead={rule.data?.divisionName}>
        <Loaded query={rule}>{(shown) => <RuleShown rule={shown} />}</Loaded>
      </Page>
    </>
  );
}

function RuleShown({ rule: { file, versions } }: { rule: RuleAnswer }) {
  const { version } = route.useSearch();
  const chosen =
    versions.find(({ id }) => id === version) ?? versions.find(({ state }) => state === 'runs') ?? versions[0];
  if (chosen === undefined) return <EmptyState title="这份规则还没有任何版本。" />;
  return (
    <>
      <Section title="历次版本">
        <ol className="staff-versions">
          {versions.map((each) => (
            <li key={each.id}>
              <Link
                to="/rule"
                search={{ file, version: each.id }}
                resetScroll={false}
                className="staff-version"
                aria-current={each === chosen ? 'true' : undefined}
              >
                <strong>{spanText(each)}</strong>
                <span>{each.document ?? each.documentTitle}</span>
                <RuleStateTag state={each.state} />
              </Link>
            </li>
          ))}
        </ol>
      </Section>
      <VersionShown version={chosen} />
    </>
  );
}

/** A version counts from its first day up to, not including, the day of its end. */
function spanText({ from, to }: RuleVersion): string {
  return to === null ? `${dayText(from)}起` : `${dayText(from)}起，至${dayText(to)}前`;
}
