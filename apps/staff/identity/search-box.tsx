import { Button, Input } from 'antd';
import { useId, useState } from 'react';

type SearchBoxProps = { label: string; value: string | undefined; onSearch: (text: string | undefined) => void };

/** 查找 by words: Enter or the button; what was searched stands in the address. */
export function SearchBox({ label, value, onSearch }: SearchBoxProps) {
  const id = useId();
  const [typed, setTyped] = useState(value ?? '');
  const text = typed.trim();
  return (
    <search>
      <form
        className="kit-choice"
        onSubmit={(event) => {
          event.preventDefault();
          onSearch(text === '' ? undefined : text);
        }}
      >
        <label htmlFor={id}>{label}</label>
        <Input
          id={id}
          className="staff-search"
          autoComplete="off"
          maxLength={50}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
        <Button htmlType="submit">查找</Button>
      </form>
    </search>
  );
}
