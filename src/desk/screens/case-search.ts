export const tabs = ['overview', 'family', 'verification', 'visit', 'notice', 'decision', 'papers', 'log'] as const
export type Tab = (typeof tabs)[number]
export const readCaseSearch = (search: Record<string, unknown>): { tab?: Tab } => {
  const tab = tabs.find((one) => one === search.tab)
  return tab ? { tab } : {}
}
