import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import {
  confirmMandate,
  DECISION_KIND_NAMES,
  MANDATE_ACTOR_NAMES,
  MANDATE_PROOF_NAMES,
  MANDATE_SCOPE_NAMES,
  RELATION_NAMES,
  refuseMandate,
  revokeMandate,
  STANDING_NAMES,
  type showMandate,
  showMandateText,
  WAY_TABLE,
} from '#modules/people/contract.ts';
import type { Reply } from '#platform/contract/route.ts';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { dayText, instantText } from '../../kit/month.ts';
import { mayDo } from '../identity/session.ts';
import { mandateQuery, mandateTextQuery, proofQuery } from './mandate-queries.ts';
import { MandateText } from './mandate-text.tsx';
import { WordsButton } from './words-button.tsx';

const route = getRouteApi('/signed-in/mandates/$mandateNo');
const shell = getRouteApi('/signed-in');

type Mandate = Reply<typeof showMandate>;

/** 一项委托: what was agreed, what proves it, who did what, and what the current post may do with it. */
export function MandatePage() {
  const { mandateNo } = route.useParams();
  const mandate = useQuery(mandateQuery(Number(mandateNo)));
  return (
    <Page title={`第 ${mandateNo} 号委托`}>
      <Loaded query={mandate}>{(shown) => <MandateShown mandate={shown} />}</Loaded>
    </Page>
  );
}

function MandateShown({ mandate }: { mandate: Mandate }) {
  const { mandateNo, standing, confirming, confirmBy } = mandate;
  const { account } = shell.useRouteContext();
  const mayOpen = mayDo(account, showMandateText.permission);
  return (
    <>
      <Section title={STANDING_NAMES[standing]}>
        <dl className="staff-identity">
          {termsOf(mandate).map(([name, words]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
        {standing === 'to-confirm' && (
          <p>
            还要{confirming}。登记的人自己不能确认。
            {confirmBy !== null && `${dayText(confirmBy)}以前没有确认的，第二天起失效，要重新办理。`}
          </p>
        )}
        <MandateActs mandate={mandate} />
      </Section>
      <Section title="委托书全文">
        {mayOpen ? (
          <FullText mandateNo={mandateNo} />
        ) : (
          <p>全文和证明的内容，由办理委托的工作人员打开。您的岗位可以看现状和经过。</p>
        )}
      </Section>
      <Section title="证明">
        <ul className="staff-what-happens">
          {mandate.proofs.map((proof) => (
            <li key={proof.proofNo}>
              <strong>{MANDATE_PROOF_NAMES[proof.kind]}</strong>，{instantText(proof.recordedAt)} {proof.by}
              {mayOpen && ' '}
              {mayOpen && <Proof mandateNo={mandateNo} proof={proof} />}
              <span className="staff-aside staff-hash">与全文绑定的杂凑 {proof.boundHash}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title="经过">
        <ul className="staff-what-happens">
          {mandate.steps.map(({ action, actor, by, reason, at }) => (
            <li key={at + action}>
              {instantText(at)} {STEP_NAMES[action] ?? action}，{MANDATE_ACTOR_NAMES[actor]}
              {by !== MANDATE_ACTOR_NAMES[actor] && ` ${by}`}
              {reason !== null && `：${reason}`}
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

function termsOf(mandate: Mandate): [string, ReactNode][] {
  const { personNo, personNameMasked, holderNameMasked, relation, phoneMasked, way, decision } = mandate;
  const ground = decision ? `（${DECISION_KIND_NAMES[decision.kind]}，${decision.decidedOn}）` : '';
  return [
    [
      '老人',
      <Link key="person" to="/people/$personNo" params={{ personNo: String(personNo) }}>
        {personNameMasked}
      </Link>,
    ],
    ['受托人', `${holderNameMasked}（${RELATION_NAMES[relation]}），手机 ${phoneMasked}`],
    ['办理方式', `${WAY_TABLE[way].name}${ground}`],
    ['委托事项', mandate.scopes.map((scope) => MANDATE_SCOPE_NAMES[scope]).join('、')],
    ['起止', `${dayText(mandate.fromDay)}起，到${dayText(mandate.untilDay)}前一天为止`],
  ];
}

const STEP_NAMES: Record<string, string> = {
  make: '登记',
  accept: '接受',
  decline: '不接受',
  confirm: '确认',
  refuse: '不予确认',
  revoke: '撤销',
  replace: '被新的裁判取代',
};

function MandateActs({ mandate: { mandateNo, way, actions } }: { mandate: Mandate }) {
  const can = (action: Mandate['actions'][number]) => actions.includes(action);
  return (
    <div className="staff-filter">
      {can('confirm') && (
        <WordsButton
          text="确认"
          title="确认这项委托"
          label="核实的时间、经过和结果"
          check={way === 'court' ? '裁判写明由监护人统一代理，老人自己给出的委托同时终止' : undefined}
          primary
          route={confirmMandate}
          bodyOf={(words, endsOthers) => ({ mandateNo, words, endsOthers })}
        />
      )}
      {can('refuse') && (
        <WordsButton
          text="不予确认"
          title="不予确认"
          label="原因"
          route={refuseMandate}
          bodyOf={(reason) => ({ mandateNo, reason })}
        />
      )}
      {can('revoke') && (
        <WordsButton
          text="撤销"
          title="撤销这项委托"
          label="原因"
          danger
          route={revokeMandate}
          bodyOf={(reason) => ({ mandateNo, reason })}
        />
      )}
    </div>
  );
}

/** Opened only when somebody wants to read it: each look is on record. */
function FullText({ mandateNo }: { mandateNo: number }) {
  const [isWanted, setWanted] = useState(false);
  const text = useQuery({ ...mandateTextQuery(mandateNo), enabled: isWanted });
  if (!isWanted) return <Button onClick={() => setWanted(true)}>看全文（留记录）</Button>;
  return (
    <Loaded query={text}>
      {(opened) => (
        <>
          <MandateText {...opened} />
          <Button onClick={() => window.print()}>打印</Button>
        </>
      )}
    </Loaded>
  );
}

function Proof({ mandateNo, proof }: { mandateNo: number; proof: Mandate['proofs'][number] }) {
  const { proofNo, kind, isPicture } = proof;
  const [isWanted, setWanted] = useState(false);
  const opened = useQuery({ ...proofQuery(mandateNo, proofNo), enabled: isWanted });
  if (!isWanted) {
    return <Button onClick={() => setWanted(true)}>{isPicture ? '看图片（留记录）' : '看内容（留记录）'}</Button>;
  }
  return (
    <Loaded query={opened}>
      {({ mediaType, picture, words }) =>
        picture === null ? (
          <p>{words}</p>
        ) : (
          <img className="staff-proof" src={`data:${mediaType};base64,${picture}`} alt={MANDATE_PROOF_NAMES[kind]} />
        )
      }
    </Loaded>
  );
}
