import { useId } from 'react';

type Wish = {
  label: string;
  hint?: string;
  value: string;
  onChange: (text: string) => void;
  error?: string | undefined;
  type?: 'text' | 'date';
  numeric?: boolean;
  rows?: number;
  max?: number;
};

/** One field to fill in: label above, hint and mistake beside it. */
export function TextField({ label, hint, value, onChange, error, type = 'text', numeric, rows, max = 60 }: Wish) {
  const id = useId();
  const common = {
    id,
    className: 'text-input',
    value,
    autoComplete: 'off',
    'aria-invalid': error !== undefined,
    'aria-describedby': `${id}-hint`,
    maxLength: max,
  };
  return (
    <div className="step">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <p className={error ? 'field-error' : 'field-hint'} id={`${id}-hint`}>
        {error ? `✗ ${error}` : hint}
      </p>
      {rows ? (
        <textarea {...common} rows={rows} onChange={({ target }) => onChange(target.value)} />
      ) : (
        <input
          {...common}
          type={type}
          inputMode={numeric ? 'numeric' : 'text'}
          onChange={({ target }) => onChange(type === 'date' ? target.value : target.value.normalize('NFKC'))}
        />
      )}
    </div>
  );
}
