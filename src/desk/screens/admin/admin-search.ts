export const adminParts = ['parameters', 'calendar', 'areas', 'organ', 'health'] as const
export type AdminPart = (typeof adminParts)[number]

export const readAdminSearch = (search: Record<string, unknown>): { part?: AdminPart } => {
  const part = adminParts.find((one) => one === search.part)
  return part ? { part } : {}
}
