import { Outlet } from '@tanstack/react-router'
import { DemoBar } from './frame/demo-bar.tsx'
import { Head } from './frame/head.tsx'
import { MenuList } from './frame/menu-list.tsx'
import { TroubleBar } from './frame/trouble-bar.tsx'
import { useText } from './language.tsx'
import { useSession } from './session.tsx'

/** Header, role-dependent menu and the screen. */
export function Layout() {
  const t = useText()
  const session = useSession()
  return (
    <div className="desk">
      <a className="skip" href="#content">
        {t('desk:skip-to-content')}
      </a>
      <div className="desk-top">
        {session.demo && <DemoBar />}
        <Head />
        <TroubleBar />
      </div>
      <MenuList />
      <main id="content" className="desk-main" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  )
}
