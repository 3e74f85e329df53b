import type { ReactNode } from 'react';

/** Nothing is there: why, and what to do about it. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="kit-empty">
      <p className="kit-empty-title">{title}</p>
      {children}
    </div>
  );
}
