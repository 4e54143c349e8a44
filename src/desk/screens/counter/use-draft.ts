import { useCallback, useEffect, useRef, useState } from 'react'
import { deskApi } from '../../../contract/index.ts'
import { call, useAsk } from '../../api.ts'
import { type Draft, newDraft, readDraft } from './draft.ts'

export type Keeping = 'nothing' | 'waiting' | 'kept' | 'not-kept'

/**
 * What could not be kept yet, by draft: when a session ends in the middle, the form goes away and comes back with the
 * next sign-in of the same page. It lives in this page's memory only.
 */
const unkept = new Map<string, { username: string; draft: Draft }>()
/** Only the id stands in the browser, so that a reload opens the same draft; what is in it stays on the server. */
const openNow = 'counter-draft'

const pauseBeforeKeeping = 500

export function useDraft(today: string, village: string, username: string) {
  const [open, setOpen] = useState<{ id: string; draft: Draft } | null>(null)
  const [keeping, setKeeping] = useState<Keeping>('nothing')
  const [keptAt, setKeptAt] = useState<string | null>(null)
  const list = useAsk(deskApi.listCounterDrafts)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const current = useRef<{ id: string; draft: Draft } | null>(null)
  const latest = useRef<{ id: string; draft: Draft } | null>(null)
  const sending = useRef<Promise<unknown>>(Promise.resolve())

  const keep = useCallback(async () => {
    timer.current = null
    const now = latest.current
    if (!now) return
    const asked = call(deskApi.saveCounterDraft, {
      params: { draftId: now.id },
      body: { content: { ...now.draft } },
    })
    sending.current = asked
    const answer = await asked
    if (latest.current !== now) return
    if (answer.ok) {
      unkept.delete(now.id)
      latest.current = null
      setKeeping('kept')
      setKeptAt(answer.data.savedAt)
    } else {
      setKeeping('not-kept')
      timer.current = setTimeout(() => void keep(), 5_000)
    }
  }, [])

  const start = useCallback((id: string, draft: Draft) => {
    sessionStorage.setItem(openNow, id)
    setKeeping('nothing')
    setKeptAt(null)
    current.current = { id, draft }
    setOpen(current.current)
  }, [])

  const change = useCallback(
    (edit: (draft: Draft) => Draft) => {
      const before = current.current
      if (!before) return
      const after = { id: before.id, draft: edit(before.draft) }
      current.current = after
      latest.current = after
      unkept.set(after.id, { username, draft: after.draft })
      setOpen(after)
      setKeeping('waiting')
      if (timer.current) clearTimeout(timer.current)
      timer.current = setTimeout(() => void keep(), pauseBeforeKeeping)
    },
    [keep, username],
  )

  // Going to another screen, or hiding the page, keeps what was typed a moment ago.
  useEffect(() => {
    const hidden = () => {
      if (document.visibilityState === 'hidden' && timer.current) {
        clearTimeout(timer.current)
        void keep()
      }
    }
    document.addEventListener('visibilitychange', hidden)
    return () => {
      document.removeEventListener('visibilitychange', hidden)
      if (timer.current) {
        clearTimeout(timer.current)
        void keep()
      }
    }
  }, [keep])

  // The draft of this window opens by itself; with none begun, an empty form; with several, the clerk chooses.
  const items = list.data?.data.items
  useEffect(() => {
    if (open || !items) return
    const mine = sessionStorage.getItem(openNow)
    const waiting = mine ? unkept.get(mine) : undefined
    const kept = items.find((item) => item.draftId === mine)
    if (mine && waiting?.username === username) {
      start(mine, waiting.draft)
      latest.current = { id: mine, draft: waiting.draft }
      timer.current = setTimeout(() => void keep(), pauseBeforeKeeping)
    } else if (kept) start(kept.draftId, readDraft(kept.content, today))
    else if (items.length === 0) start(crypto.randomUUID(), newDraft(today, village))
  }, [items, open, keep, start, today, username, village])

  /** Sent or torn up: the draft goes, and the window is free for the next family. */
  const close = useCallback(async () => {
    const id = current.current?.id
    if (timer.current) clearTimeout(timer.current)
    timer.current = null
    latest.current = null
    sessionStorage.removeItem(openNow)
    if (id) {
      unkept.delete(id)
      // A save on its way must not bring back what is being put away.
      await sending.current
      await call(deskApi.dropCounterDraft, { params: { draftId: id } })
    }
    await list.refetch()
  }, [list])

  return {
    open,
    keeping,
    keptAt,
    change,
    items: items ?? [],
    error: list.error,
    pending: list.isPending,
    begin: () => start(crypto.randomUUID(), newDraft(today, village)),
    resume: (id: string) => {
      const found = items?.find((item) => item.draftId === id)
      if (found) start(id, readDraft(found.content, today))
    },
    /** Another family stands at the window: this draft waits in the list. */
    setAside: async () => {
      if (timer.current) {
        clearTimeout(timer.current)
        await keep()
      }
      sessionStorage.removeItem(openNow)
      await list.refetch()
      setOpen(null)
    },
    tearUp: async (id: string) => {
      unkept.delete(id)
      await call(deskApi.dropCounterDraft, { params: { draftId: id } })
      await list.refetch()
    },
    close,
    /** After the receipt. */
    clear: () => setOpen(null),
  }
}
