import { Button } from 'antd'
import { useState } from 'react'
import { deskApi } from '../../../contract/index.ts'
import { useText } from '../../language.tsx'
import { SelectField, TickField } from '../../parts/field.tsx'
import type { Draft } from './draft.ts'
import { ScanField } from './scan-field.tsx'
import type { Section } from './section.tsx'

/** 材料: what was brought, page by page, and what will follow. Nothing that a data source can answer is asked for. */
export function Papers({ draft, change }: Section) {
  const t = useText()
  const [kind, setKind] = useState<string>('household-register')
  const put = (part: Partial<Draft>) => change((before) => ({ ...before, ...part }))
  const choices = deskApi.paperKinds.map((one) => ({ value: one, label: t(`office:file.${one}`) }))
  const laidDown = new Set(draft.papers.map((paper) => paper.kind))
  return (
    <>
      <p className="hint">{t('desk:counter.papers-what')}</p>
      {draft.papers.map((paper, i) => (
        <fieldset key={paper.ref} className="group">
          <legend>
            {t(`office:file.${paper.kind}`)}
            {paper.of && ` · ${draft.people.find((p) => p.ref === paper.of)?.name ?? ''}`}
          </legend>
          <SelectField
            label={t('desk:counter.paper-whose')}
            value={paper.of}
            onChange={(of) => put({ papers: draft.papers.map((one, j) => (j === i ? { ...one, of } : one)) })}
            empty={t('desk:counter.paper-household')}
            required={false}
            choices={draft.people.filter((p) => p.name).map((p) => ({ value: p.ref, label: p.name }))}
          />
          <ScanField
            label={t('desk:counter.paper-pages', { kind: t(`office:file.${paper.kind}`) })}
            pages={paper.pages}
            onChange={(pages) =>
              change((before) => ({
                ...before,
                papers: before.papers.map((one, j) => (j === i ? { ...one, pages } : one)),
              }))
            }
          />
          <Button onClick={() => put({ papers: draft.papers.filter((_, j) => j !== i) })}>
            {t('desk:counter.paper-remove')}
            <span className="sr"> {t(`office:file.${paper.kind}`)}</span>
          </Button>
        </fieldset>
      ))}
      <div className="bar">
        <SelectField label={t('desk:counter.paper-kind')} value={kind} onChange={setKind} choices={choices} />
        <Button
          onClick={() =>
            put({
              papers: [...draft.papers, { ref: `f${draft.next}`, kind, of: '', pages: [] }],
              next: draft.next + 1,
            })
          }
        >
          {t('desk:counter.paper-add')}
        </Button>
      </div>
      <fieldset className="field choices">
        <legend>{t('desk:counter.to-follow')}</legend>
        <div className="hint">{t('desk:counter.to-follow-hint')}</div>
        <div className="ticks">
          {choices
            .filter(
              (one) =>
                !laidDown.has(one.value as (typeof deskApi.paperKinds)[number]) && one.value !== 'application-scan',
            )
            .map((one) => (
              <TickField
                key={one.value}
                label={one.label}
                checked={draft.toFollow.includes(one.value)}
                onChange={(ticked) =>
                  put({
                    toFollow: ticked
                      ? [...draft.toFollow, one.value]
                      : draft.toFollow.filter((kept) => kept !== one.value),
                  })
                }
              />
            ))}
        </div>
      </fieldset>
    </>
  )
}
