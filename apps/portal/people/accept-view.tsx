import { useState } from 'react';
import { acceptMandate, declineMandate, MANDATE_SCOPE_NAMES } from '#modules/people/contract.ts';
import { dayText } from '../../kit/month.ts';
import { useAct } from '../ask.tsx';
import { Screen } from '../screen.tsx';
import type { Own } from '../signed-in.tsx';
import { TextField } from '../text-field.tsx';
import { goTo } from '../view.ts';

type Offer = Own['offers'][number];

/** 等您接受: with the code that the older person gave. */
export function AcceptView({ offers, onDone }: { offers: readonly Offer[]; onDone: () => void }) {
  return (
    <Screen title="请您代办">
      {offers.length === 0 && <p>没有等您接受的委托。</p>}
      <ul className="cards">
        {offers.map((offer) => (
          <li key={offer.mandateNo} className="card">
            <OfferCard offer={offer} onDone={onDone} />
          </li>
        ))}
      </ul>
    </Screen>
  );
}

function OfferCard({ offer, onDone }: { offer: Offer; onDone: () => void }) {
  const [code, setCode] = useState('');
  const done = () => {
    onDone();
    goTo('own');
  };
  const accept = useAct(acceptMandate, done);
  const decline = useAct(declineMandate, done);
  const { mandateNo, personNameMasked, scopes, untilDay } = offer;
  return (
    <>
      <h2>{personNameMasked}请您代办</h2>
      <p>
        可以办：{scopes.map((scope) => MANDATE_SCOPE_NAMES[scope]).join('、')}。到{dayText(untilDay)}为止。
      </p>
      <TextField
        label="接受码"
        hint="老人那里有8位数字的接受码，请打电话问老人。"
        value={code}
        onChange={setCode}
        numeric
        max={20}
      />
      {accept.refused ?? decline.refused}
      <button type="button" className="main-button" onClick={() => accept.act({ mandateNo, code })}>
        {accept.isWaiting ? '正在办……' : '接受'}
      </button>
      <button type="button" className="quiet-button" onClick={() => decline.act({ mandateNo })}>
        不接受
      </button>
    </>
  );
}
