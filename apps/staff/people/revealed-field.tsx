import { useEffect, useState } from 'react';
import { REVEAL_FIELD_NAMES, type RevealField } from '#modules/people/contract.ts';
import { DialogButton } from '../identity/dialog-button.tsx';
import { RevealForm } from './reveal-form.tsx';

type Shown = { value: string; secondsLeft: number };

type RevealedFieldProps = { personNo: number; field: RevealField; masked: string; mayReveal: boolean };

/** One field: masked, or for a minute in clear. The value lives in this piece alone and is gone with it. */
export function RevealedField({ personNo, field, masked, mayReveal }: RevealedFieldProps) {
  const [shown, setShown] = useState<Shown>();
  const isShown = shown !== undefined;
  useEffect(() => {
    if (!isShown) return undefined;
    const tick = () =>
      setShown((now) => (now && now.secondsLeft > 1 ? { ...now, secondsLeft: now.secondsLeft - 1 } : undefined));
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, [isShown]);
  const name = REVEAL_FIELD_NAMES[field];
  return (
    <>
      <span className={isShown ? 'staff-revealed' : undefined} aria-live="polite">
        {shown?.value ?? masked}
      </span>
      {shown !== undefined && (
        <>
          <span className="staff-aside">{shown.secondsLeft} 秒后自动隐去</span>
          <button type="button" className="staff-plain-button" onClick={() => setShown(undefined)}>
            现在隐去
          </button>
        </>
      )}
      {shown === undefined && mayReveal && (
        <DialogButton text="显示" label={`显示${name}`} title={`显示${name}`} small>
          {(close) => (
            <RevealForm
              personNo={personNo}
              field={field}
              close={close}
              onShown={(value, shownSeconds) => {
                setShown({ value, secondsLeft: shownSeconds });
                close();
              }}
            />
          )}
        </DialogButton>
      )}
    </>
  );
}
