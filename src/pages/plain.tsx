import type { Manner } from './manner.ts'
import { Sheet } from './shell.tsx'

/** Telephone numbers of the demo county; a real county sets its own. */
export function hotline({ manner, demo, phone }: { manner: Manner; demo: boolean; phone: string }) {
  const { t } = manner
  return (
    <Sheet manner={manner} demo={demo} here="/hotline" title={t('pages:hotline.title')}>
      <p className="big">{phone}</p>
      <p>{t('pages:hotline.what')}</p>
      <p>{t('pages:hotline.also')}</p>
    </Sheet>
  )
}

export function accessibility({ manner, demo }: { manner: Manner; demo: boolean }) {
  const { t } = manner
  return (
    <Sheet manner={manner} demo={demo} here="/accessibility" title={t('pages:accessibility.title')}>
      {(['does', 'tested', 'gaps', 'tell'] as const).map((part) => (
        <p key={part}>{t(`pages:accessibility.${part}`)}</p>
      ))}
    </Sheet>
  )
}
