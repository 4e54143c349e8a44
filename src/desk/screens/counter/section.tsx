import type { ReactNode } from 'react'
import type { Draft } from './draft.ts'

/** What every part of the form gets: what is written so far, what is wrong with it, and how to change it. */
export interface Section {
  draft: Draft
  /** By the id of the control. */
  errors: ReadonlyMap<string, string>
  change: (edit: (draft: Draft) => Draft) => void
}

export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="part" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}
