import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { mayDo } from '../identity/session.ts';
import type { ListSearch } from '../search.ts';

const shell = getRouteApi('/signed-in');

type ListLinkProps = { month: string; county: string; filter?: ListSearch; label?: string; children: ReactNode };

/** A number that opens the records behind it, for who may see them. */
export function ListLink({ month, county, filter = {}, label, children }: ListLinkProps) {
  const { account } = shell.useRouteContext();
  if (!mayDo(account, 'allowances.read')) return children;
  return (
    <Link to="/months/$month/counties/$county/list" params={{ month, county }} search={filter} aria-label={label}>
      {children}
    </Link>
  );
}
