import { type deskApi, householdApi } from '../../../contract/index.ts'
import { useAsk } from '../../api.ts'
import { useManner, useText } from '../../language.tsx'
import { List } from '../../parts/list.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { codeWord, valueWord } from '../../parts/words.ts'

export function Family({ view }: { view: deskApi.CaseView }) {
  const t = useText()
  const { lang } = useManner()
  const found = useAsk(householdApi.readHousehold, { params: { householdId: view.householdId } })
  const household = found.data?.data
  return (
    <>
      <h2>{t('desk:tab.family')}</h2>
      <ProblemBox error={found.error} />
      {view.reason && (
        <p>
          {t('desk:case.reason')}:{view.reason}
        </p>
      )}
      <List
        label={t('desk:tab.family')}
        rows={household?.members ?? []}
        keyOf={(m) => String(m.personId)}
        columns={[
          { head: t('desk:family.name'), names: true, of: (m) => m.name },
          { head: t('desk:family.relation'), of: (m) => valueWord(lang, 'relation', m.relation) },
          { head: t('desk:family.sex'), of: (m) => codeWord(lang, 'sex', m.sex) },
          { head: t('desk:family.birth'), of: (m) => m.birth ?? t('desk:unknown') },
          { head: t('desk:family.since'), of: (m) => m.since },
        ]}
      />
      {(household?.supporters.length ?? 0) > 0 && (
        <>
          <h3>{t('desk:family.supporters')}</h3>
          <List
            label={t('desk:family.supporters')}
            rows={household?.supporters ?? []}
            keyOf={(s) => s.supporterId}
            columns={[
              { head: t('desk:family.name'), names: true, of: (s) => s.name },
              { head: t('desk:family.relation'), of: (s) => valueWord(lang, 'relation', s.relation) },
              { head: t('desk:family.address'), of: (s) => s.address ?? '' },
            ]}
          />
        </>
      )}
      <h3>{t('desk:family.helpers')}</h3>
      <List
        label={t('desk:family.helpers')}
        rows={view.helpers}
        keyOf={(h) => h.helperId}
        empty={t('desk:family.no-helpers')}
        columns={[
          { head: t('desk:family.name'), names: true, of: (h) => h.name },
          { head: t('desk:family.helper-kind'), of: (h) => codeWord(lang, 'helper', h.kind) },
          { head: t('desk:family.since'), of: (h) => h.since },
          { head: t('desk:family.revoked'), of: (h) => h.revokedOn ?? '' },
        ]}
      />
    </>
  )
}
