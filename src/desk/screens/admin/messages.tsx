import { Button } from 'antd'
import { useState } from 'react'
import { adminDeskApi as api } from '../../../contract/index.ts'
import { address, useAsk } from '../../api.ts'
import { useText } from '../../language.tsx'
import { useAct } from '../../parts/act.ts'
import { List } from '../../parts/list.tsx'
import { Outcome } from '../../parts/outcome.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { TabRow } from '../../parts/tabs.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useSession } from '../../session.tsx'

/** Messages that wait for a person, slips to print, and in the demo the phone's inbox. */
export function Messages() {
  const t = useText()
  const session = useSession()
  const acting = useAct()
  const [view, setView] = useState<'open' | 'inbox'>('open')
  const asked = useAsk(api.listMessages, { query: { view } })
  const mayRelease = session.role !== 'aide'
  return (
    <>
      <h1>{t('deskOffice:messages.title')}</h1>
      <p>{t('deskOffice:messages.intro')}</p>
      <Outcome of={acting} />
      <TabRow
        label={t('deskOffice:messages.title')}
        tabs={(session.demo ? (['open', 'inbox'] as const) : (['open'] as const)).map((key) => ({
          key,
          label: t(`deskOffice:messages.${key}`),
        }))}
        at={view}
        onChange={(key) => setView(key as typeof view)}
      >
        <ProblemBox error={asked.error} />
        {session.role !== 'aide' && (
          <p>
            <Button href={address(api.exportMessages, {}, { view })}>{t('desk:export')}</Button>
          </p>
        )}
        {asked.isPending && <Waiting />}
        {asked.data && (
          <List
            label={t(`deskOffice:messages.${view}`)}
            rows={asked.data.data.items}
            keyOf={(one) => one.messageId}
            empty={t(`deskOffice:messages.none.${view}`)}
            columns={[
              { head: t('deskOffice:month.head'), names: true, of: (one) => one.headName ?? t('desk:unknown') },
              { head: t('deskOffice:month.place'), of: (one) => one.place },
              {
                head: t('deskOffice:messages.phone'),
                of: (one) => (
                  <span className="day">{one.tail ? `···· ${one.tail}` : t('deskOffice:messages.no-phone')}</span>
                ),
              },
              { head: t('deskOffice:messages.text'), of: (one) => one.text },
              { head: t('deskOffice:messages.on'), of: (one) => one.created },
              { head: t('deskOffice:month.state'), of: (one) => t(`deskOffice:messages.state.${one.state}`) },
              {
                head: t('deskOffice:roster.next'),
                of: (one) => {
                  const params = { householdId: one.householdId, messageId: one.messageId }
                  if (one.state === 'held' && mayRelease)
                    return (
                      <div className="row-actions">
                        {(['phoned', 'visited', 'unreachable'] as const).map((spoken) => (
                          <Button
                            key={spoken}
                            loading={acting.busy}
                            aria-label={`${t(`deskOffice:messages.spoken.${spoken}`)} ${one.headName ?? ''}`}
                            onClick={() =>
                              acting.act(
                                api.releaseMessage,
                                { params, body: { spoken } },
                                t('deskOffice:messages.released'),
                              )
                            }
                          >
                            {t(`deskOffice:messages.spoken.${spoken}`)}
                          </Button>
                        ))}
                      </div>
                    )
                  return one.state === 'to-print' || one.state === 'failed' ? (
                    <Button
                      loading={acting.busy}
                      aria-label={`${t('deskOffice:messages.printed')} ${one.headName ?? ''}`}
                      onClick={() => acting.act(api.printedMessage, { params }, t('deskOffice:messages.printed-done'))}
                    >
                      {t('deskOffice:messages.printed')}
                    </Button>
                  ) : null
                },
              },
            ]}
          />
        )}
      </TabRow>
    </>
  )
}
