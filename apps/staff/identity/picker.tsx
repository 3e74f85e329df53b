import { Button, Input } from 'antd';
import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';
import { countText } from '../../kit/count.ts';

const PAUSE_MS = 300;
const SHOWN = 6;

export type Found<T> = { rows: readonly T[]; total: number; error: unknown; isPending: boolean };

type PickerProps<T> = {
  /** Given by the form's field. */
  id?: string;
  value?: T | undefined;
  onChange?: (value: T | undefined) => void;
  placeholder: string;
  /** Asked with what was typed; nothing is typed yet: undefined. */
  useFound: (typed: string | undefined) => Found<T>;
  keyOf: (row: T) => number | string;
  nameOf: (row: T) => string;
  noteOf: (row: T) => ReactNode;
  /** Left out: everything that was found. */
  isWanted?: (row: T) => boolean;
};

/** 查找并选一个: type a part of the name, take one of the list. Tab and Enter, or the arrow keys. */
export function Picker<T>(props: PickerProps<T>) {
  const { value, onChange, nameOf, noteOf } = props;
  if (value === undefined) return <PickerSearch {...props} />;
  return (
    <div className="staff-picked">
      <span>
        <strong>{nameOf(value)}</strong> <span className="staff-aside">{noteOf(value)}</span>
      </span>
      <Button aria-label={`重选，现在是${nameOf(value)}`} onClick={() => onChange?.(undefined)}>
        重选
      </Button>
    </div>
  );
}

function PickerSearch<T>(props: PickerProps<T>) {
  const { id, onChange, placeholder, useFound, keyOf, nameOf, noteOf, isWanted = () => true } = props;
  const [typed, setTyped] = useState('');
  const asked = usePaused(typed.trim());
  const found = useFound(asked === '' ? undefined : asked);
  const rows = found.rows.filter(isWanted).slice(0, SHOWN);
  const takeOnly = (event: KeyboardEvent) => {
    event.preventDefault();
    const [only] = rows;
    if (only !== undefined && rows.length === 1) onChange?.(only);
  };
  return (
    <div className="staff-picker">
      <Input
        id={id ?? ''}
        type="search"
        autoComplete="off"
        maxLength={50}
        placeholder={placeholder}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        onPressEnter={takeOnly}
        onKeyDown={moveByArrow}
      />
      {asked !== '' && (
        <div className="staff-found">
          {found.error !== null && <RefusalNotice error={found.error} />}
          <p role="status">{foundText(found, rows.length, asked)}</p>
          <ul>
            {rows.map((row) => (
              <li key={keyOf(row)}>
                <button type="button" onClick={() => onChange?.(row)} onKeyDown={moveByArrow}>
                  <strong>{nameOf(row)}</strong> <span className="staff-aside">{noteOf(row)}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function foundText({ total, isPending }: Found<unknown>, shown: number, asked: string): string {
  if (isPending) return '正在查找……';
  if (shown === 0) return `没有找到“${asked}”。请换一个说法，例如只写地名。`;
  if (total > SHOWN) return `找到 ${countText(total)} 个，先列出 ${SHOWN} 个。没有要找的，请再写细一点。`;
  return '请选一个：';
}

/** What was typed, once the hand rests. */
function usePaused(typed: string): string {
  const [paused, setPaused] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return paused;
}

const STEPS: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 };

function moveByArrow(event: KeyboardEvent<HTMLElement>): void {
  const step = STEPS[event.key];
  if (step === undefined) return;
  const stops = [
    ...(event.currentTarget.closest('.staff-picker')?.querySelectorAll<HTMLElement>('input, li button') ?? []),
  ];
  const next = stops[stops.indexOf(event.currentTarget) + step];
  event.preventDefault();
  next?.focus();
}
