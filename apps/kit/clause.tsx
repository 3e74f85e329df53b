export type Reason = { ok: boolean; sentence: string; clause: string | null };

/** 依据: the document and clause a sentence rests on. */
export function Clause({ text }: { text: string }) {
  return <span className="kit-clause">依据：{text}</span>;
}

/** 理由: every condition, met or not, as a sentence with its clause. The sign is never the only mark. */
export function ReasonList({ reasons }: { reasons: readonly Reason[] }) {
  return (
    <ul className="kit-reasons">
      {reasons.map((reason) => (
        <li key={`${reason.sentence}|${reason.clause}`} className={reason.ok ? 'kit-reason-yes' : 'kit-reason-no'}>
          <span className="kit-reason-mark">{reason.ok ? '✓ 符合' : '✗ 不符合'}</span>
          <span className="kit-reason-text">
            {reason.sentence}
            {reason.clause !== null && <Clause text={reason.clause} />}
          </span>
        </li>
      ))}
    </ul>
  );
}
