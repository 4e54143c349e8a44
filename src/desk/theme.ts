import type { ThemeConfig } from 'antd'

/** Calm paper and ink: one institutional colour, no shadows. The text tokens are the ones with which axe finds nothing. */
export const theme = (large: boolean): ThemeConfig => ({
  cssVar: { key: 'doudi' },
  hashed: false,
  token: {
    colorPrimary: '#1F4E79',
    colorLink: '#1A5A96',
    colorError: '#B3261E',
    colorSuccess: '#1E6B45',
    colorWarning: '#7A4B00',
    colorWarningBg: '#FFF4DB',
    colorWarningBorder: '#C9A24A',
    colorText: '#1B2430',
    colorTextSecondary: '#4A5563',
    colorTextDescription: '#595959',
    colorTextTertiary: '#595959',
    colorTextPlaceholder: '#6b6b6b',
    colorTextQuaternary: '#6b6b6b',
    colorSuccessText: '#135200',
    colorBorder: '#7A8694',
    colorBorderSecondary: '#D5DAE0',
    borderRadius: 4,
    boxShadow: 'none',
    boxShadowSecondary: '0 2px 8px rgb(0 0 0 / 12%)',
    motionDurationMid: '0.1s',
    motionDurationSlow: '0.15s',
    fontFamily: "'PingFang SC', 'HarmonyOS Sans', MiSans, 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif",
    fontSize: large ? 20 : 15,
    controlHeight: large ? 52 : 34,
  },
  components: {
    Table: { headerBg: '#F6F7F5', cellPaddingBlock: large ? 16 : 9 },
    Layout: { headerBg: '#FFFFFF', siderBg: '#F6F7F5', bodyBg: '#FFFFFF' },
  },
})
