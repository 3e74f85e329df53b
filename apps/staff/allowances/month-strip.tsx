import { Link } from '@tanstack/react-router';
import type { KeyboardEvent } from 'react';
import { Yuan } from '../../kit/money.tsx';
import { MONTH_STATE_NAMES, monthState, type StripMonth } from './month-state.ts';

type MonthStripProps = { personNo: number; strip: readonly StripMonth[]; chosen: string };

/** 逐月: what is due and what was ordered, a row for each year; Tab and Enter, or the arrow keys, open a month. */
export function MonthStrip({ personNo, strip, chosen }: MonthStripProps) {
  const years = [...new Set(strip.map(({ month }) => month.slice(0, 4)))];
  return (
    <nav className="staff-strip" aria-label="按月查看">
      {years.map((year) => (
        <div key={year} className="staff-strip-year">
          <h3>{year}年</h3>
          <ol>
            {strip
              .filter(({ month }) => month.startsWith(year))
              .map((month) => (
                <li key={month.month}>
                  <StripLink personNo={personNo} shown={month} isChosen={month.month === chosen} />
                </li>
              ))}
          </ol>
        </div>
      ))}
    </nav>
  );
}

function StripLink({ personNo, shown, isChosen }: { personNo: number; shown: StripMonth; isChosen: boolean }) {
  const state = monthState(shown);
  return (
    <Link
      to="/people/$personNo"
      params={{ personNo: String(personNo) }}
      search={{ month: shown.month }}
      replace
      resetScroll={false}
      className={`staff-strip-month staff-strip-${state}`}
      aria-current={isChosen ? 'true' : undefined}
      title={shown.summary}
      onKeyDown={moveByArrow}
    >
      <span className="staff-strip-name">
        <span className="kit-hidden">{shown.month.slice(0, 4)}年</span>
        {Number(shown.month.slice(5))}月
      </span>
      <span className="staff-strip-state">{MONTH_STATE_NAMES[state]}</span>
      <span>
        应发 <Yuan fen={shown.dueFen} />
      </span>
      <span>
        已发 <Yuan fen={shown.orderedFen} />
      </span>
    </Link>
  );
}

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 };

function moveByArrow(event: KeyboardEvent<HTMLAnchorElement>): void {
  const step = STEPS[event.key];
  if (step === undefined) return;
  const months = [...(event.currentTarget.closest('nav')?.querySelectorAll('a') ?? [])];
  const next = months[months.indexOf(event.currentTarget) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
