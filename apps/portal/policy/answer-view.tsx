import { type ReactNode, useEffect, useRef } from 'react';
import { dayText } from '../../kit/month.ts';
import type { Answer, Asked } from './due-form.tsx';

/** The answer is the heading; focus goes there, so that a screen reader says it at once. */
export function AnswerView({ answer, asked, onAgain }: { answer: Answer; asked: Asked; onAgain: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { sentence, next, document, reasons, assumptions, whatNext } = answer;
  const later = next && !sentence.includes(next.sentence) ? next.sentence : undefined;
  return (
    <article className="answer">
      <h1 ref={heading} tabIndex={-1} className={answer.eligible ? 'verdict verdict-yes' : 'verdict'}>
        {withWholeAmounts(sentence)}
      </h1>
      {document && <Document document={document} />}
      <h2>怎么办</h2>
      <p>{whatNext}</p>
      <h2>为什么</h2>
      <ul className="reasons">
        {reasons.map(({ ok, sentence: reason }) => (
          <li key={reason}>
            <strong className={ok ? 'reason-yes' : 'reason-no'}>{ok ? '✓ 符合' : '✗ 不符合'}</strong>
            <span>{reason}</span>
          </li>
        ))}
      </ul>
      {assumptions.length > 0 && <Lines title="请留意" lines={assumptions} />}
      {later && <Lines title="以后" lines={[later]} />}
      <p className="asked">
        以上按出生日期{dayText(asked.born)}、户籍{asked.place}计算。
      </p>
      <button type="button" className="main-button" onClick={onAgain}>
        再查一次
      </button>
    </article>
  );
}

function Document({ document: { title, number, url } }: { document: NonNullable<Answer['document']> }) {
  return (
    <div className="document">
      <p>
        依据：《{title}》{number}
      </p>
      {url && (
        <a className="document-link" href={url} rel="noreferrer">
          看文件来源
        </a>
      )}
    </div>
  );
}

function Lines({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <>
      <h2>{title}</h2>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </>
  );
}

/** '60元' stays on one line. */
function withWholeAmounts(sentence: string): ReactNode[] {
  return sentence.split(/([\d,.]+元)/).map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence never move
      <span key={index} className="amount">
        {part}
      </span>
    ) : (
      part
    ),
  );
}
