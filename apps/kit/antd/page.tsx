import type { ReactNode } from 'react';
import { usePageTitle } from '../page-title.ts';
import '../kit.css';
import './office.css';

type PageProps = { title: string; lead?: ReactNode; actions?: ReactNode; children: ReactNode };

/** A page: one heading that is also the window's title, what can be done beside it, then the work. */
export function Page({ title, lead, actions, children }: PageProps) {
  usePageTitle(title);
  return (
    <>
      <div className="kit-page-head">
        <div>
          <h1>{title}</h1>
          {lead !== undefined && <div className="kit-page-lead">{lead}</div>}
        </div>
        {actions !== undefined && <div className="kit-page-actions">{actions}</div>}
      </div>
      {children}
    </>
  );
}

/** A part of a page with its own heading. */
export function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="kit-section">
      <div className="kit-section-head">
        <h2>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
