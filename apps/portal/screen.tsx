import { type ReactNode, useEffect, useRef } from 'react';
import { usePageTitle } from '../kit/page-title.ts';
import { goTo, type View } from './view.ts';

type Wish = { title: string; back?: View; children: ReactNode };

/** One screen: its heading takes the focus, so that a screen reader says where one is; the way back stands at the end. */
export function Screen({ title, back = 'own', children }: Wish) {
  const heading = useRef<HTMLHeadingElement>(null);
  usePageTitle(title);
  useEffect(() => heading.current?.focus(), []);
  return (
    <article className="screen">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
      <button type="button" className="quiet-button" onClick={() => goTo(back)}>
        {back === 'due' ? '回到首页' : '回到“我的”'}
      </button>
    </article>
  );
}
