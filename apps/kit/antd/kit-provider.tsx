import { ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import type { ReactNode } from 'react';
import { giveStylesTheNonce, pageNonce } from './page-nonce.ts';
import { theme } from './theme.ts';

giveStylesTheNonce();

/** Chinese, our colours, and no blank that antd would put between two characters on a button. */
export function KitProvider({ children }: { children: ReactNode }) {
  return (
    <ConfigProvider locale={zhCN} theme={theme} button={{ autoInsertSpace: false }} csp={{ nonce: pageNonce }}>
      {children}
    </ConfigProvider>
  );
}
