import { Link } from '@tanstack/react-router'
import { useText } from '../language.tsx'

/** An address of the desk that leads nowhere. */
export function Lost() {
  const t = useText()
  return (
    <>
      <h1>{t('deskAdmin:lost.title')}</h1>
      <p>{t('deskAdmin:lost.text')}</p>
      <p className="row-actions">
        <Link to="/">{t('desk:nav.home')}</Link>
      </p>
    </>
  )
}

/** A screen that broke. Whatever was typed on the server's side is kept; the rest of the desk still works. */
export function Broken({ reset }: { reset: () => void }) {
  const t = useText()
  return (
    <div role="alert">
      <h1>{t('deskAdmin:broken.title')}</h1>
      <p>{t('deskAdmin:broken.text')}</p>
      <p className="row-actions">
        <button type="button" className="plain" onClick={reset}>
          {t('deskAdmin:try-again')}
        </button>
        <button type="button" className="plain" onClick={() => window.location.reload()}>
          {t('deskAdmin:reload')}
        </button>
      </p>
    </div>
  )
}
