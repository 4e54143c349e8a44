import { useEffect, useRef } from 'react'
import { useText } from '../language.tsx'

/** One thing to mend: the control it stands at, and what to do. */
export interface Fault {
  id: string
  message: string
}

/**
 * Everything that has to be mended, once, at the top, each line leading to its field (ux S4). `seen` changes with every
 * try, so that the list is read out again even when it is the same.
 */
export function FaultList({ faults, seen }: { faults: readonly Fault[]; seen: number }) {
  const t = useText()
  const box = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new try moves the focus here, also with the same faults
  useEffect(() => {
    if (faults.length > 0) box.current?.focus()
  }, [seen])
  if (faults.length === 0) return null
  return (
    <div ref={box} className="faults" role="alert" tabIndex={-1}>
      <h2>{t('desk:faults', { count: faults.length })}</h2>
      <ul>
        {faults.map((fault) => (
          <li key={fault.id + fault.message}>
            <a
              href={`#${fault.id}`}
              onClick={(event) => {
                event.preventDefault()
                goTo(fault.id)
              }}
            >
              {fault.message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Opens what is folded around a control, shows it and puts the cursor there. */
function goTo(id: string): void {
  const control = document.getElementById(id)
  if (!control) return
  for (let around = control.parentElement; around; around = around.parentElement)
    if (around instanceof HTMLDetailsElement) around.open = true
  control.scrollIntoView({ block: 'center' })
  control.focus({ preventScroll: true })
}
