import { Button } from 'antd'
import { adminDeskApi as api } from '../../../contract/index.ts'
import { useAsk } from '../../api.ts'
import { useText } from '../../language.tsx'
import { List } from '../../parts/list.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { Waiting } from '../../parts/waiting.tsx'

/** Whether the house stands. Asked by hand: a page that asks by itself would keep a forgotten session alive. */
export function Health() {
  const t = useText()
  const asked = useAsk(api.health)
  const view = asked.data?.data
  if (!view) return asked.error ? <ProblemBox error={asked.error} /> : <Waiting />
  return (
    <>
      <p role="status">
        <strong>{t(view.ok ? 'deskOffice:admin.healthy' : 'deskOffice:admin.not-healthy')}</strong>
      </p>
      <p>
        <Button loading={asked.isFetching} onClick={() => void asked.refetch()}>
          {t('deskAdmin:health.again')}
        </Button>
      </p>
      <List
        label={t('deskOffice:admin.health')}
        rows={Object.entries(view.checks)}
        keyOf={([name]) => name}
        columns={[
          { head: t('deskOffice:admin.check'), names: true, of: ([name]) => t(`deskOffice:admin.check.${name}`) },
          { head: t('desk:accounts.state'), of: ([, state]) => (state === 'ok' ? t('deskOffice:admin.ok') : state) },
          { head: t('deskAdmin:health.what'), of: ([name]) => t(`deskAdmin:health.${name}`) },
        ]}
      />
      <h2>{t('deskAdmin:health.machines')}</h2>
      <ul className="screens">
        {(['/health/live', '/health/ready', '/metrics', '/api/openapi.json'] as const).map((href) => (
          <li key={href}>
            <a href={href}>{href}</a>
            <div className="hint">{t(`deskAdmin:health.link.${href}`)}</div>
          </li>
        ))}
      </ul>
    </>
  )
}
