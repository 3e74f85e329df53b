import { useEffect, useState } from 'react';

/** 画面. Its name stands behind the # of the address, so that "back" works and no server must know it; never anything personal. */
export const VIEWS = [
  ...(['due', 'own', 'months', 'mandates', 'give', 'accept', 'messages', 'lookers', 'questions', 'account'] as const),
] as const;
export type View = (typeof VIEWS)[number];

export function useView(): View {
  const [view, setView] = useState(viewShown);
  useEffect(() => {
    const change = () => {
      setView(viewShown());
      window.scrollTo(0, 0);
    };
    window.addEventListener('hashchange', change);
    return () => window.removeEventListener('hashchange', change);
  }, []);
  return view;
}

export function goTo(view: View): void {
  window.location.hash = view === 'due' ? '' : view;
}

function viewShown(): View {
  const name = window.location.hash.slice(1);
  return VIEWS.find((view) => view === name) ?? 'due';
}
