import { Button } from 'antd'
import { useState } from 'react'
import { deskApi, householdApi } from '../../../contract/index.ts'
import { address, useAsk } from '../../api.ts'
import { useManner, useText } from '../../language.tsx'
import { SelectField } from '../../parts/field.tsx'
import { List } from '../../parts/list.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { codeWord } from '../../parts/words.ts'

const timelineGroups = [
  'application',
  'verification',
  'visit',
  'notice',
  'decision',
  'payment',
  'fact',
  'household',
  'document',
  'message',
  'view',
]

/** The household's story with a filter; the steps of this case below it. */
export function Timeline({ householdId }: { householdId: bigint }) {
  const t = useText()
  const { lang } = useManner()
  const [kind, setKind] = useState('')
  const [pages, setPages] = useState<string[]>([])
  const found = useAsk(householdApi.timeline, {
    params: { householdId },
    query: { ...(kind && { kinds: kind }), limit: 50, ...(pages.length > 0 && { after: pages.at(-1)! }) },
  })
  return (
    <>
      <SelectField
        label={t('desk:timeline.filter')}
        value={kind}
        onChange={(v) => {
          setPages([])
          setKind(v)
        }}
        required={false}
        quiet
        empty={t('desk:timeline.all')}
        choices={timelineGroups.map((g) => ({ value: g, label: t(`desk:timeline.${g}`) }))}
      />
      <ProblemBox error={found.error} />
      <List
        label={t('desk:timeline.title')}
        rows={found.data?.data.items ?? []}
        keyOf={(e) => e.eventId}
        columns={[
          { head: t('desk:timeline.on'), names: true, of: (e) => e.at },
          { head: t('desk:timeline.kind'), of: (e) => codeWord(lang, 'timeline', e.kind) },
          { head: t('desk:timeline.what'), of: (e) => e.text },
          { head: t('desk:timeline.unit'), of: (e) => e.unit ?? '' },
        ]}
      />
      <p className="bar">
        <Button href={address(deskApi.exportTimeline, { householdId: String(householdId) })}>{t('desk:export')}</Button>
        <Button disabled={pages.length === 0} onClick={() => setPages(pages.slice(0, -1))}>
          {t('desk:page.back')}
        </Button>
        <Button
          disabled={!found.data?.data.next}
          onClick={() => found.data?.data.next && setPages([...pages, found.data.data.next])}
        >
          {t('desk:page.next')}
        </Button>
      </p>
    </>
  )
}

export function Log({ view }: { view: deskApi.CaseView }) {
  const t = useText()
  return (
    <>
      <h2>{t('desk:timeline.title')}</h2>
      <Timeline householdId={view.householdId} />
      <h2>{t('desk:case.steps-taken')}</h2>
      <List
        label={t('desk:case.steps-taken')}
        rows={[...view.events].reverse()}
        keyOf={(e) => String(e.seq)}
        columns={[
          { head: t('desk:timeline.on'), names: true, of: (e) => e.on },
          { head: t('desk:timeline.what'), of: (e) => t(`desk:event.${e.what}`) },
          { head: t('desk:timeline.by'), of: (e) => `${e.name ?? ''} ${t(`access:role.${e.role}`)}` },
          { head: t('desk:timeline.entered'), of: (e) => (e.enteredOn === e.on ? '' : e.enteredOn) },
        ]}
      />
    </>
  )
}
