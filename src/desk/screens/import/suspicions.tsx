import { Button } from 'antd'
import { householdApi as api } from '../../../contract/index.ts'
import { address, useAsk } from '../../api.ts'
import { useText } from '../../language.tsx'
import type { Acting } from '../../parts/act.ts'
import { List } from '../../parts/list.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { Waiting } from '../../parts/waiting.tsx'

const outcomes = ['cleared', 'corrected', 'case-opened'] as const

/** The leader's work plan after an import: questions to look into, no findings against anybody. */
export function Suspicions({ acting }: { acting: Acting }) {
  const t = useText()
  const asked = useAsk(api.listSuspicions, { query: { open: 'yes' } })
  return (
    <section>
      <h2>{t('deskOffice:roster.suspicions')}</h2>
      <p>{t('deskOffice:roster.suspicions-intro')}</p>
      <ProblemBox error={asked.error} />
      {asked.isPending && <Waiting />}
      {asked.data && asked.data.data.items.length > 0 && (
        <p>
          <Button href={address(api.exportSuspicions)}>{t('desk:export')}</Button>
        </p>
      )}
      {asked.data && (
        <List
          label={t('deskOffice:roster.suspicions')}
          rows={asked.data.data.items}
          keyOf={(one) => one.suspicionId}
          empty={t('deskOffice:roster.no-suspicions')}
          columns={[
            { head: t('deskOffice:roster.row'), names: true, of: (one) => one.row },
            { head: t('deskOffice:roster.area'), of: (one) => one.place },
            { head: t('deskOffice:roster.problem'), of: (one) => one.text },
            {
              head: t('deskOffice:roster.next'),
              of: (one) => (
                <div className="row-actions">
                  {outcomes.map((outcome) => (
                    <Button
                      key={outcome}
                      loading={acting.busy}
                      aria-label={`${t('deskOffice:roster.row')} ${one.row}: ${t(`deskOffice:roster.outcome.${outcome}`)}`}
                      onClick={() =>
                        acting.act(
                          api.settleSuspicion,
                          { params: { suspicionId: one.suspicionId }, body: { outcome } },
                          t('deskOffice:roster.settled'),
                        )
                      }
                    >
                      {t(`deskOffice:roster.outcome.${outcome}`)}
                    </Button>
                  ))}
                </div>
              ),
            },
          ]}
        />
      )}
    </section>
  )
}
