import type { ReactNode } from 'react';

/** A large number with its name; `children` is the number, usually a link to the records behind it. */
export function Figure({ name, children, note }: { name: string; children: ReactNode; note?: ReactNode }) {
  return (
    <div className="kit-figure">
      <dt>{name}</dt>
      <dd>
        <span className="kit-figure-value">{children}</span>
        {note !== undefined && <span className="kit-figure-note">{note}</span>}
      </dd>
    </div>
  );
}

export function Figures({ children }: { children: ReactNode }) {
  return <dl className="kit-figures">{children}</dl>;
}
