import type { deskApi } from '../../contract/index.ts'
import { useText } from '../language.tsx'

const shapes = { overdue: '▲', today: '●', 'due-soon': '◆', running: '○', paused: '‖', none: '–' } as const

/** 剩余: a number, a shape and a word, so that no colour has to be seen. */
export function RemainingMark({ remaining }: { remaining: deskApi.Remaining }) {
  const t = useText()
  const { state, left, due, provisional } = remaining
  return (
    <span className={`remaining ${state}`} title={due ?? undefined}>
      <span aria-hidden="true">{shapes[state]} </span>
      {left === null || state === 'paused' || (state === 'overdue' && left === 0)
        ? t(`desk:remaining.${state}`)
        : t(`desk:remaining.${state}-days`, { days: Math.abs(left) })}
      {provisional && <span className="provisional"> {t('desk:remaining.provisional')}</span>}
    </span>
  )
}
