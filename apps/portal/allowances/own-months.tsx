import { showOwnMonths } from '#modules/allowances/contract.ts';
import { yuanFromFen } from '#platform/money/money.ts';
import { monthText } from '../../kit/month.ts';
import { Answered, useAnswer } from '../ask.tsx';
import { Screen } from '../screen.tsx';
import type { OwnPerson } from '../signed-in.tsx';

/** 这个月 in one sentence, with the reasons: beside the person's name on the own page. */
export function ThisMonth({ person }: { person: OwnPerson }) {
  const { answer } = useAnswer(showOwnMonths, { params: { personNo: person.personNo } });
  return (
    <Answered answer={answer}>
      {({ sentence, isDue, reasons }) => (
        <>
          <p className={isDue ? 'verdict verdict-yes' : 'verdict'}>{sentence}</p>
          <h2>为什么</h2>
          <ul className="reasons">
            {reasons.map(({ ok, sentence: reason }) => (
              <li key={reason}>
                <strong className={ok ? 'reason-yes' : 'reason-no'}>{ok ? '✓ 符合' : '✗ 不符合'}</strong>
                <span>{reason}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Answered>
  );
}

/** 每个月: one card a month, the latest first; no table. */
export function OwnMonths({ person }: { person: OwnPerson }) {
  const { answer } = useAnswer(showOwnMonths, { params: { personNo: person.personNo } });
  return (
    <Screen title={`${person.name}：每个月的高龄津贴`}>
      <Answered answer={answer}>
        {({ months }) => (
          <ul className="cards">
            {months.map(({ month, dueFen, orderedFen, sentence }) => (
              <li key={month} className="card">
                <h2>{monthText(month)}</h2>
                <p>
                  应领 <strong>{yuanFromFen(dueFen)}元</strong>，已列入发放 <strong>{yuanFromFen(orderedFen)}元</strong>
                </p>
                <p>{sentence}</p>
              </li>
            ))}
          </ul>
        )}
      </Answered>
    </Screen>
  );
}
