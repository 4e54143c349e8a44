import { useSyncExternalStore } from 'react'

/** What the last answers of the server say about the way there: told once at the top, not in every corner. */
export interface Trouble {
  kind: 'fine' | 'offline' | 'failing'
  /** The server no longer knows who we are; what was typed stays on the screen. */
  signedOut: boolean
}

let now: Trouble = { kind: 'fine', signedOut: false }
const listeners = new Set<() => void>()

function become(next: Trouble): void {
  if (next.kind === now.kind && next.signedOut === now.signedOut) return
  now = next
  for (const told of listeners) told()
}

/** Every answer passes here. Status 0: nobody answered at all. */
export function notice(status: number, code: string | null): void {
  become({
    kind: status === 0 ? 'offline' : status >= 500 ? 'failing' : 'fine',
    signedOut: now.signedOut || code === 'not-signed-in',
  })
}

export const signedInAgain = (): void => become({ kind: 'fine', signedOut: false })

export const useTrouble = (): Trouble =>
  useSyncExternalStore(
    (told) => {
      listeners.add(told)
      return () => listeners.delete(told)
    },
    () => now,
  )
