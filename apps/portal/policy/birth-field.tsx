import type { BirthPart, BirthParts } from './birth-parts.ts';

const FIELDS: readonly { part: BirthPart; label: string; size: number }[] = [
  { part: 'year', label: '年', size: 4 },
  { part: 'month', label: '月', size: 2 },
  { part: 'day', label: '日', size: 2 },
];
const ERROR_ID = 'birth-error';

type Wish = {
  parts: BirthParts;
  onChange: (parts: BirthParts) => void;
  error: { part: BirthPart; sentence: string } | undefined;
};

export function birthFieldId(part: BirthPart): string {
  return `birth-${part}`;
}

/** 出生日期 as three fields to type into; text fields, since spinning numbers is no way to enter 1943. */
export function BirthField({ parts, onChange, error }: Wish) {
  return (
    <fieldset className="step" aria-describedby="birth-hint">
      <legend>第一步：出生日期</legend>
      <p className="field-hint" id="birth-hint">
        公历（阳历），和身份证上的一样。例如1943年3月5日。
      </p>
      {error && (
        <p className="field-error" id={ERROR_ID}>
          ✗ {error.sentence}
        </p>
      )}
      <div className="birth">
        {FIELDS.map(({ part, label, size }) => (
          <label key={part} className="birth-part">
            <input
              id={birthFieldId(part)}
              className={`birth-input birth-${part}`}
              type="text"
              inputMode="numeric"
              autoComplete="off"
              maxLength={size + 4}
              value={parts[part]}
              aria-invalid={error?.part === part}
              aria-describedby={error?.part === part ? ERROR_ID : undefined}
              // Full-width digits are wider than the field.
              onChange={(event) => onChange({ ...parts, [part]: event.target.value.normalize('NFKC') })}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
