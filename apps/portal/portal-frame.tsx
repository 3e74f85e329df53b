import type { ReactNode } from 'react';
import { TextSize } from './text-size.tsx';

export function PortalFrame({ children }: { children: ReactNode }) {
  return (
    <>
      <header className="frame-header">
        <p className="frame-name">康养 · 养老服务</p>
        <TextSize />
      </header>
      <main>{children}</main>
      <footer className="frame-footer">
        <p>本页不用登录，也不保存您填写的内容。</p>
        <a className="footer-link" href="/staff/">
          工作人员登录
        </a>
      </footer>
    </>
  );
}
