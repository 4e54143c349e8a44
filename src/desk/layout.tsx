import { Link, Outlet } from '@tanstack/react-router'
import { Button } from 'antd'
import { accessApi } from '../contract/index.ts'
import type { Role } from '../platform/index.ts'
import { call } from './api.ts'
import { useManner, useText } from './language.tsx'
import { menu } from './menu.ts'
import { useSession } from './session.tsx'

/** Header, role-dependent menu and the screen. Order of the menu is the order of the work. */
export function Layout() {
  const t = useText()
  const session = useSession()
  const { lang, large, setLang, setLarge } = useManner()
  const items = menu.filter((item) => item.roles === 'all' || item.roles.includes(session.role as Role))
  const leave = async () => {
    await call(accessApi.signOut)
    window.location.assign(session.demo ? '/demo' : '/desk/')
  }
  return (
    <div className="desk">
      <a className="skip" href="#content">
        {t('desk:skip-to-content')}
      </a>
      <header className="desk-head">
        <strong className="desk-brand">兜底</strong>
        {session.demo && <span className="desk-demo">{t('desk:demo-banner')}</span>}
        <span>{t('desk:business-day', { day: session.businessDay })}</span>
        <span className="desk-who">
          {session.name} · {t(`access:role.${session.role}`)} · {session.unit}
        </span>
        <Button size="small" aria-pressed={large} onClick={() => setLarge(!large)}>
          {t(large ? 'desk:large-on' : 'desk:large')}
        </Button>
        <Button size="small" lang={lang === 'zh' ? 'en' : 'zh-CN'} onClick={() => setLang(lang === 'zh' ? 'en' : 'zh')}>
          {t('desk:language')}
        </Button>
        <Button size="small" onClick={leave}>
          {t('desk:sign-out')}
        </Button>
      </header>
      <nav className="desk-nav" aria-label={t('desk:nav.label')}>
        <ul>
          {items.map((item) => (
            <li key={item.to}>
              <Link to={item.to} activeProps={{ 'aria-current': 'page' }} activeOptions={{ exact: item.to === '/' }}>
                {t(item.label)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <main id="content" className="desk-main" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  )
}
