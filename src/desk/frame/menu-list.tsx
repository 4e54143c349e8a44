import { Link, useLocation } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Role } from '../../platform/index.ts'
import { useText } from '../language.tsx'
import { menu, menuGroups } from '../menu.ts'
import { useSession } from '../session.tsx'

/** The role's screens in groups; on a narrow screen behind one button, so that the work comes first. */
export function MenuList() {
  const t = useText()
  const session = useSession()
  const [open, setOpen] = useState(false)
  const path = useLocation({ select: (location) => location.pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new screen closes the menu that led to it
  useEffect(() => setOpen(false), [path])
  const items = menu.filter((item) => item.roles === 'all' || item.roles.includes(session.role as Role))
  // The longest address that leads here: 账号 is not 系统管理 although it stands below it.
  const here = items
    .filter((item) => path === item.to || (item.to !== '/' && path.startsWith(`${item.to}/`)))
    .sort((a, b) => b.to.length - a.to.length)[0]
  return (
    <nav className="desk-nav" aria-label={t('desk:nav.label')}>
      <button type="button" className="menu-button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t('deskAdmin:menu')}
        {here && <span className="hint"> · {t(here.label)}</span>}
      </button>
      <div className={open ? 'menu open' : 'menu'}>
        {menuGroups
          .map((group) => ({ group, items: items.filter((item) => item.group === group) }))
          .filter((one) => one.items.length > 0)
          .map(({ group, items }) => (
            <div key={group} className="menu-group">
              <p id={`menu-${group}`}>{t(`deskAdmin:menu.${group}`)}</p>
              <ul aria-labelledby={`menu-${group}`}>
                {items.map((item) => (
                  <li key={item.to}>
                    <Link
                      to={item.to}
                      activeOptions={{ exact: true }}
                      {...(item === here && { 'aria-current': 'page' as const })}
                    >
                      {t(item.label)}
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          ))}
      </div>
    </nav>
  )
}
