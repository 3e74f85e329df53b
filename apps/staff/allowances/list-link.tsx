import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ListSearch } from '../search.ts';

type ListLinkProps = { month: string; county: string; filter?: ListSearch; label?: string; children: ReactNode };

/** A number that opens the records behind it. */
export function ListLink({ month, county, filter = {}, label, children }: ListLinkProps) {
  return (
    <Link to="/months/$month/counties/$county/list" params={{ month, county }} search={filter} aria-label={label}>
      {children}
    </Link>
  );
}
