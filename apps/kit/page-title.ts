import { useEffect } from 'react';

/** The window's title: what is open first, the product last. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · 康养`;
  }, [title]);
}
