// antd's locale files are found by the bundler; under Node's own resolution their default export would be typed twice over.
declare module 'antd/locale/zh_CN' {
  const locale: import('antd').ConfigProviderProps['locale']
  export default locale
}
declare module 'antd/locale/en_US' {
  const locale: import('antd').ConfigProviderProps['locale']
  export default locale
}
