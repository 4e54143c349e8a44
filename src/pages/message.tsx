import type { Manner } from './manner.ts'
import { Sheet } from './shell.tsx'

/** A page with one message: what happened, what still works, and a telephone. */
export function messagePage({
  manner,
  demo,
  here,
  key,
  values,
}: {
  manner: Manner
  demo: boolean
  here: string
  key: string
  values?: Record<string, string | number>
}) {
  const { t } = manner
  return (
    <Sheet manner={manner} demo={demo} here={here} title={t('pages:problem.title')}>
      <p>{t(key, values)}</p>
      <p>
        <a href="/">{t('pages:problem.home')}</a> · <a href="/hotline">{t('pages:help.phone')}</a>
      </p>
    </Sheet>
  )
}
