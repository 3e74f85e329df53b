import { Input } from 'antd';
import { useId } from 'react';

type FilterFieldProps = {
  label: string;
  type?: 'date' | 'text';
  value: string | undefined;
  onChange: (value: string | undefined) => void;
};

/** One condition with its label; empty is none. */
export function FilterField({ label, type = 'text', value, onChange }: FilterFieldProps) {
  const id = useId();
  return (
    <div className="kit-choice">
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        type={type}
        className={type === 'date' ? 'staff-day' : 'staff-short'}
        max={type === 'date' ? '2099-12-31' : undefined}
        maxLength={type === 'date' ? undefined : 64}
        autoComplete="off"
        value={value ?? ''}
        onChange={({ target }) => onChange(target.value.trim() === '' ? undefined : target.value.trim())}
      />
    </div>
  );
}
