import { deskApi } from '../../contract/index.ts'

export interface QueueSearch {
  view?: deskApi.TrayView
  text?: string
  holder?: string
}

/** Saved views are addresses: a bookmark keeps one. */
export const readQueueSearch = (search: Record<string, unknown>): QueueSearch => {
  const view = deskApi.trayView.safeParse(search.view)
  return {
    ...(view.success && { view: view.data }),
    ...(typeof search.text === 'string' && search.text && { text: search.text }),
    ...(typeof search.holder === 'string' && { holder: search.holder }),
  }
}

export interface SavedView {
  name: string
  search: QueueSearch
}
const kept = 'doudi-queue-views'

/** An officer's own views stay on his computer; each is an address that can be bookmarked as well. */
export function savedViews(): SavedView[] {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(kept) ?? '[]')
    return Array.isArray(read)
      ? read.flatMap((one) =>
          typeof one?.name === 'string' ? [{ name: one.name, search: readQueueSearch(one.search ?? {}) }] : [],
        )
      : []
  } catch {
    return []
  }
}
export const saveViews = (views: readonly SavedView[]): void => localStorage.setItem(kept, JSON.stringify(views))
