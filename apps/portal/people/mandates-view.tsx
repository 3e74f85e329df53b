import { useState } from 'react';
import {
  endOwnMandate,
  listOwnMandates,
  MANDATE_SCOPE_NAMES,
  type OwnMandate,
  RELATION_NAMES,
  STANDING_NAMES,
  WAY_TABLE,
} from '#modules/people/contract.ts';
import { dayText } from '../../kit/month.ts';
import { Answered, useAct, useAnswer } from '../ask.tsx';
import { Screen } from '../screen.tsx';
import type { OwnPerson } from '../signed-in.tsx';
import { goTo } from '../view.ts';

/** 授权委托: of the older person all, of a holder his own; each can be ended here at any time. */
export function MandatesView({ person, onChanged }: { person: OwnPerson; onChanged: () => void }) {
  const { answer, again } = useAnswer(listOwnMandates, { params: { personNo: person.personNo } });
  const changed = () => {
    again();
    onChanged();
  };
  return (
    <Screen title={person.isSelf ? '请家人代办' : '我受的委托'}>
      {person.isSelf && (
        <>
          <p>您可以请家人替您看、替您办。办什么、到哪天，都由您定；随时可以撤销，不用说理由。</p>
          <button type="button" className="main-button" onClick={() => goTo('give')}>
            请一位家人代办
          </button>
        </>
      )}
      <Answered answer={answer}>
        {({ mandates }) => (
          <>
            {mandates.length === 0 && <p>还没有委托过谁。</p>}
            <ul className="cards">
              {mandates.map((mandate) => (
                <li key={mandate.mandateNo} className="card">
                  <MandateCard mandate={mandate} isSelf={person.isSelf} onChanged={changed} />
                </li>
              ))}
            </ul>
          </>
        )}
      </Answered>
    </Screen>
  );
}

type CardWish = { mandate: OwnMandate; isSelf: boolean; onChanged: () => void };

function MandateCard({ mandate, isSelf, onChanged }: CardWish) {
  const [isAsking, setAsking] = useState(false);
  const end = useAct(endOwnMandate, onChanged);
  const { mandateNo, holderName, relation, way, standing, scopes, untilDay, mayRevoke } = mandate;
  const name = isSelf ? '撤销' : '放弃';
  return (
    <>
      <h2>
        {holderName}（{RELATION_NAMES[relation]}）
      </h2>
      <p>
        现在：<strong>{STANDING_NAMES[standing]}</strong>
      </p>
      <p>
        可以办：{scopes.map((scope) => MANDATE_SCOPE_NAMES[scope]).join('、')}。到{dayText(untilDay)}为止。
      </p>
      <p>怎么办的：{WAY_TABLE[way].name}</p>
      {end.refused}
      {mayRevoke && !isAsking && (
        <button
          type="button"
          className="quiet-button"
          aria-label={`${name}${holderName}的委托`}
          onClick={() => setAsking(true)}
        >
          {name}这项委托
        </button>
      )}
      {isAsking && (
        <div role="alert" className="notice">
          <p>{name}后马上失效，要再用须重新办理。确定吗？</p>
          <button type="button" className="main-button" onClick={() => end.act({ mandateNo })}>
            确定{name}
          </button>
          <button type="button" className="quiet-button" onClick={() => setAsking(false)}>
            不{name}
          </button>
        </div>
      )}
    </>
  );
}
