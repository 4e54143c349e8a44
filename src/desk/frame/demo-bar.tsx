import { accessApi } from '../../contract/index.ts'
import { useText } from '../language.tsx'
import { useSession } from '../session.tsx'

/** The demo says on every screen what it is, whose chair this is and what day it plays, and lets one change both. */
export function DemoBar() {
  const t = useText()
  const session = useSession()
  return (
    <section className="demo-bar no-print" aria-label={t('deskAdmin:demo.bar')}>
      <span className="demo-mark">{t('desk:demo-banner')}</span>
      <form method="post" action="/demo/enter" className="demo-form">
        <input type="hidden" name="to" value="/desk/" />
        <label htmlFor="demo-role">{t('deskAdmin:demo.role')}</label>
        <select id="demo-role" name="role" defaultValue={session.role ?? ''}>
          {accessApi.roleName.options.map((role) => (
            <option key={role} value={role}>
              {t(`access:role.${role}`)}
            </option>
          ))}
        </select>
        <button type="submit">{t('deskAdmin:demo.switch')}</button>
      </form>
      <form method="post" action="/demo/clock" className="demo-form">
        <input type="hidden" name="to" value={window.location.pathname} />
        <button type="submit" name="workingDays" value="1">
          {t('deskAdmin:demo.plus-one')}
        </button>
        <button type="submit" name="workingDays" value="5">
          {t('deskAdmin:demo.plus-five')}
        </button>
      </form>
      <a href="/demo">{t('deskAdmin:demo.home')}</a>
    </section>
  )
}
