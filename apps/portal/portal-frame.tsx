import type { ReactNode } from 'react';
import { isThroughGateway } from '#platform/contract/call.ts';
import { TextSize } from './text-size.tsx';
import { goTo } from './view.ts';

/** The frame of every page; `isOwn`: behind the sign-in. */
export function PortalFrame({ isOwn = false, children }: { isOwn?: boolean; children: ReactNode }) {
  return (
    <>
      <header className="frame-header">
        <p className="frame-name">康养 · 养老服务</p>
        <TextSize />
        <nav aria-label="主导航" className="frame-nav">
          {isOwn ? (
            <button type="button" onClick={() => goTo('due')}>
              我能领多少
            </button>
          ) : (
            <button type="button" onClick={() => goTo('own')}>
              登录看“我的”
            </button>
          )}
        </nav>
      </header>
      <main>{children}</main>
      <footer className="frame-footer">
        {isOwn ? (
          <p>您的资料只给您和您委托的人看。有疑问请拨打 12345。</p>
        ) : (
          <>
            <p>本页不用登录，也不保存您填写的内容。</p>
            {!isThroughGateway() && (
              <a className="footer-link" href="/staff/">
                工作人员登录
              </a>
            )}
          </>
        )}
      </footer>
    </>
  );
}
