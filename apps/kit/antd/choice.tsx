import { useId } from 'react';

type ChoiceProps<Value extends string> = {
  name: string;
  value: Value | undefined;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value | undefined) => void;
  /** 「全部」 stands first; without it one of the options is always chosen. */
  withAll?: boolean;
};

/** 选择 one of a few. The browser's own list: its keys, its screen-reader words and its phone form are known to everybody. */
export function Choice<Value extends string>({ name, value, options, onChange, withAll }: ChoiceProps<Value>) {
  const id = useId();
  return (
    <div className="kit-choice">
      <label htmlFor={id}>{name}</label>
      <select
        id={id}
        value={value ?? ''}
        onChange={({ target }) => onChange(options.find((option) => option.value === target.value)?.value)}
      >
        {withAll && <option value="">全部</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
