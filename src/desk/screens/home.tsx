import { Link } from '@tanstack/react-router'
import { deskApi } from '../../contract/index.ts'
import type { Role } from '../../platform/index.ts'
import { canSay } from '../../wording/index.ts'
import { useAsk } from '../api.ts'
import { useText } from '../language.tsx'
import { menu } from '../menu.ts'
import { ProblemBox } from '../parts/problem.tsx'
import { useSession } from '../session.tsx'

const withCases = ['aide', 'township-clerk', 'township-head', 'county-verifier', 'county-section', 'county-leader']
const viewsOf: Record<string, readonly deskApi.TrayView[]> = {
  aide: ['turn', 'mine', 'all'],
  'township-clerk': ['turn', 'today', 'overdue', 'supplement', 'notice', 'mine', 'all'],
  'township-head': ['turn', 'today', 'overdue', 'notice', 'relatives', 'all'],
  'county-verifier': ['turn', 'overdue', 'all'],
  'county-section': ['turn', 'today', 'overdue', 'confirmation', 'relatives', 'all'],
  'county-leader': ['turn', 'overdue', 'confirmation', 'relatives', 'all'],
}

/** What this role has to do today, as numbers that open their list. */
export function Home() {
  const t = useText()
  const session = useSession()
  const role = session.role ?? ''
  const counts = useAsk(deskApi.trayCounts, {}, { enabled: withCases.includes(role) })
  const screens = menu.filter((item) => item.to !== '/' && (item.roles === 'all' || item.roles.includes(role as Role)))
  return (
    <>
      <h1>{t('desk:home.greeting', { name: session.name ?? '' })}</h1>
      <ProblemBox error={counts.error} />
      {viewsOf[role] && (
        <>
          <h2>{t('desk:home.today')}</h2>
          <ul className="tiles">
            {viewsOf[role].map((view) => (
              <li key={view}>
                <Link to="/queue" search={{ view }}>
                  <strong>{counts.data?.data.counts[view] ?? '…'}</strong>
                  <span>{t(`desk:view.${view}`)}</span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
      {screens.length > 0 && (
        <>
          <h2>{t('desk:home.screens')}</h2>
          <ul className="screens">
            {screens.map((item) => (
              <li key={item.to}>
                <Link to={item.to}>{t(item.label)}</Link>
                {canSay(`${item.label}-hint`) && <div className="hint">{t(`${item.label}-hint`)}</div>}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
