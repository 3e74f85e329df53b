import type { ThemeConfig } from 'antd';

/** antd's own colours fail WCAG contrast; these pass on white and on the page's grey. Type is large: the readers are over 50. */
export const theme: ThemeConfig = {
  token: {
    motion: false,
    fontFamily: "'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', 'Source Han Sans SC', system-ui, sans-serif",
    fontSize: 16,
    controlHeight: 40,
    borderRadius: 6,
    colorPrimary: '#0958d9',
    colorPrimaryHover: '#003eb3',
    colorPrimaryActive: '#002c8c',
    colorLink: '#0958d9',
    colorLinkHover: '#003eb3',
    colorLinkActive: '#002c8c',
    colorTextPlaceholder: '#6b6b6b',
    colorTextQuaternary: '#6b6b6b',
    colorTextDisabled: '#6b6b6b',
    colorTextDescription: '#595959',
    colorTextTertiary: '#595959',
    colorTextSecondary: '#434343',
    colorSuccess: '#237804',
    colorSuccessBg: '#f6ffed',
    colorWarning: '#ad4e00',
    colorWarningBg: '#fffbe6',
    colorError: '#cf1322',
    colorErrorBg: '#fff2f0',
  },
};
