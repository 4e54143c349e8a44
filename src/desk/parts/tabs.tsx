import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react'

/** Tabs by the book: one stop for Tab, arrows move, the panel is named by its tab. */
export function TabRow({
  label,
  tabs,
  at,
  onChange,
  children,
}: {
  label: string
  tabs: readonly { key: string; label: string }[]
  at: string
  onChange: (key: string) => void
  children: ReactNode
}) {
  const id = useId()
  const row = useRef<HTMLDivElement>(null)
  const press = (event: KeyboardEvent) => {
    const i = tabs.findIndex((tab) => tab.key === at)
    const next = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: tabs.length - 1 }[event.key]
    if (next === undefined) return
    event.preventDefault()
    const to = (next + tabs.length) % tabs.length
    onChange(tabs[to]!.key)
    row.current?.querySelectorAll<HTMLButtonElement>('[role=tab]')[to]?.focus()
  }
  return (
    <>
      <div className="tabs" role="tablist" aria-label={label} ref={row}>
        {tabs.map((tab) => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            id={`${id}-${tab.key}`}
            aria-selected={tab.key === at}
            aria-controls={`${id}-panel`}
            tabIndex={tab.key === at ? 0 : -1}
            onClick={() => onChange(tab.key)}
            onKeyDown={press}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${at}`}>
        {children}
      </div>
    </>
  )
}
