import { useEffect, useState } from 'react';

/** Root letter size in percent of the browser's own (16 px unless the reader chose otherwise): 22, 26, 32 px. */
const SIZES = [137.5, 162.5, 200];
const KEY = 'portal.text-size';

/** 字大一点 / 字小一点: kept for this visit only. */
export function TextSize() {
  const [step, setStep] = useState(rememberedStep);
  useEffect(() => {
    document.documentElement.style.fontSize = `${SIZES[step]}%`;
    sessionStorage.setItem(KEY, String(step));
  }, [step]);
  return (
    <fieldset className="text-size">
      <legend className="for-reader">字的大小</legend>
      <button type="button" disabled={step === 0} onClick={() => setStep(step - 1)}>
        字小一点
      </button>
      <button type="button" disabled={step === SIZES.length - 1} onClick={() => setStep(step + 1)}>
        字大一点
      </button>
    </fieldset>
  );
}

function rememberedStep(): number {
  const step = Number(sessionStorage.getItem(KEY) ?? 0);
  return SIZES[step] === undefined ? 0 : step;
}
