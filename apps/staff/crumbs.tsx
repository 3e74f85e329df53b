import type { ReactNode } from 'react';

/** The way back, from the month down to here. */
export function Crumbs({ children }: { children: readonly ReactNode[] }) {
  return (
    <nav aria-label="当前位置">
      <ol className="staff-crumbs">
        {children.map((crumb, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a way never changes its order
          <li key={position}>{crumb}</li>
        ))}
      </ol>
    </nav>
  );
}
