import { useNavigate, useSearch } from '@tanstack/react-router'
import { useText } from '../../language.tsx'
import { useAct } from '../../parts/act.ts'
import { Outcome } from '../../parts/outcome.tsx'
import { TabRow } from '../../parts/tabs.tsx'
import { useSession } from '../../session.tsx'
import { type AdminPart, adminParts } from './admin-search.ts'
import { Areas } from './areas.tsx'
import { Calendar } from './calendar.tsx'
import { Health } from './health.tsx'
import { Organs } from './organs.tsx'
import { Parameters } from './parameters.tsx'

/** Administration: what is in force, since when, on whose word, and whether the house stands. One address per part. */
export function Administration() {
  const t = useText()
  const session = useSession()
  const acting = useAct()
  const navigate = useNavigate()
  const { part = 'parameters' } = useSearch({ strict: false }) as { part?: AdminPart }
  const admin = session.role === 'administrator'
  const tabs = adminParts.filter((one) => admin || session.role === 'auditor' || one !== 'health')
  return (
    <>
      <h1>{t('deskOffice:admin.title')}</h1>
      <TabRow
        label={t('deskOffice:admin.title')}
        tabs={tabs.map((key) => ({ key, label: t(`deskOffice:admin.${key}`) }))}
        at={part}
        onChange={(key) => {
          acting.clear()
          void navigate({ to: '/admin', search: { part: key as AdminPart } })
        }}
      >
        <Outcome of={acting} />
        {part === 'parameters' && <Parameters area={session.area ?? ''} today={session.businessDay} />}
        {part === 'calendar' && <Calendar admin={admin} acting={acting} />}
        {part === 'areas' && <Areas root={session.area ?? ''} admin={admin} acting={acting} />}
        {part === 'organ' && <Organs admin={admin} acting={acting} />}
        {part === 'health' && <Health />}
      </TabRow>
    </>
  )
}
