import { useQuery } from '@tanstack/react-query';
import type { Explanation } from '#modules/allowances/contract.ts';
import { Figure, Figures } from '../../kit/antd/figure.tsx';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Section } from '../../kit/antd/page.tsx';
import { ReasonList } from '../../kit/clause.tsx';
import { Yuan } from '../../kit/money.tsx';
import { monthText } from '../../kit/month.ts';
import { RuleLink } from '../policy/rule-link.tsx';
import { explanationQuery } from './allowance-queries.ts';

/** 为什么是这个数: the chosen month's amount, the rules it is made of, and every condition met or not. */
export function MonthWhy({ personNo, month }: { personNo: number; month: string }) {
  const explanation = useQuery(explanationQuery(personNo, month));
  return (
    <Section title={`${monthText(month)}为什么是这个数`}>
      <Loaded query={explanation}>
        {(shown) => (
          <div aria-live="polite">
            <Figures>
              <Figure name="本月应发">
                <Yuan fen={shown.amountFen} />
              </Figure>
              <Figure name="已发">
                <Yuan fen={shown.orderedFen} />
              </Figure>
            </Figures>
            <Parts parts={shown.parts} />
            <h3>理由</h3>
            <ReasonList reasons={shown.reasons} />
          </div>
        )}
      </Loaded>
    </Section>
  );
}

/** 组成: one line for each rule that gives something. */
function Parts({ parts }: { parts: Explanation['parts'] }) {
  if (parts.length === 0) return <p>这个月没有规则给予津贴，原因见下。</p>;
  return (
    <>
      <h3>组成</h3>
      <ul className="staff-parts">
        {parts.map((part) => (
          <li key={`${part.file}|${part.layer}`}>
            <RuleLink file={part.file} version={part.version} />
            <strong>
              <Yuan fen={part.amountFen} />
            </strong>
            {part.fundedBy.length > 0 && (
              <span>
                资金来源：{part.fundedBy.map(({ source, shareBp }) => `${source} ${shareBp / 100}%`).join('、')}
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
