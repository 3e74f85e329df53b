import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet, useLocation, useRouter } from '@tanstack/react-router';
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { ROLE_NAMES, signOut } from '#modules/identity/contract.ts';
import { call } from '#platform/contract/call.ts';
import { forgetSession } from './identity/session.ts';

const route = getRouteApi('/signed-in');

/** The frame of every page: name, where to go, who is signed in. */
export function Shell() {
  const mainRef = useFocusOnNewPage();
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
          <Link to="/" activeOptions={{ exact: true, includeSearch: false }}>
            本月
          </Link>
          <Link to="/rules" activeOptions={{ includeSearch: false }}>
            规则库
          </Link>
        </nav>
        <SignedInAs />
      </header>
      <main id="main" tabIndex={-1} ref={mainRef}>
        <Outlet />
      </main>
    </>
  );
}

function SignedInAs() {
  const { account } = route.useRouteContext();
  const queryClient = useQueryClient();
  const router = useRouter();
  const leave = async () => {
    await call(signOut);
    forgetSession(queryClient);
    await router.invalidate();
  };
  return (
    <div className="staff-account">
      <span>
        {account.displayName}（{ROLE_NAMES[account.role]}）
      </span>
      <Button onClick={() => void leave()}>退出登录</Button>
    </div>
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
