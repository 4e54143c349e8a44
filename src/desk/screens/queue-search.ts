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
