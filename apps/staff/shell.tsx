import { getRouteApi, Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { NameMenu } from './identity/name-menu.tsx';
import { pagesOf } from './identity/navigation.ts';
import { ProveAgain } from './identity/prove-again.tsx';
import { Watermark } from './watermark.tsx';

const route = getRouteApi('/signed-in');

/** The frame of every page: name, where the current post may go, who is signed in. */
export function Shell() {
  const mainRef = useFocusOnNewPage();
  const { account } = route.useRouteContext();
  const { pathname } = useLocation();
  return (
    <>
      <a className="staff-skip" href="#main">
        跳到正文
      </a>
      <header className="staff-header">
        <Link to="/" className="staff-brand">
          康养
        </Link>
        <nav aria-label="主导航">
          {pagesOf(account).map(({ to, text }) => (
            <Link
              key={to}
              to={to}
              activeOptions={{ exact: to === '/' || to === '/audit' || to === '/break-glass', includeSearch: false }}
            >
              {text}
            </Link>
          ))}
        </nav>
        <NameMenu />
      </header>
      <main id="main" tabIndex={-1} ref={mainRef}>
        {/* Under another post every page begins anew. */}
        <Outlet key={account.post?.postNo} />
      </main>
      <ProveAgain />
      <Watermark key={pathname} name={`${account.displayName} ${account.name}`} />
    </>
  );
}

/** Keyboard and screen reader go on at the new page's beginning; on the first page they start at the very top. */
function useFocusOnNewPage() {
  const mainRef = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    mainRef.current?.focus({ preventScroll: true });
  }, [pathname]);
  return mainRef;
}
