import { Button } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { type deskApi, householdApi } from '../../contract/index.ts'
import { factEntry } from '../../policy/index.ts'
import { address, useAsk } from '../api.ts'
import { useManner, useText } from '../language.tsx'
import { TickField } from '../parts/field.tsx'
import { Region, Unbroken } from '../parts/list.tsx'
import { ProblemBox } from '../parts/problem.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { factWord, fenTyped, valueWord } from '../parts/words.ts'

export type FigureLine = z.output<typeof householdApi.factTable.reply>['items'][number]
export const sources = ['declared', 'matched', 'visited'] as const

export function useFigures(householdId: bigint) {
  const facts = useAsk(householdApi.factTable, { params: { householdId } })
  const household = useAsk(householdApi.readHousehold, { params: { householdId } })
  const names = new Map<string, string>()
  const { members = [], formerMembers = [] } = household.data?.data ?? {}
  for (const member of [...formerMembers, ...members]) names.set(`person/${member.personId}`, member.name)
  for (const one of household.data?.data.supporters ?? []) names.set(`supporter/${one.supporterId}`, one.name)
  return { facts, names, error: facts.error ?? household.error }
}

/** 项目 | 申报 | 核对 | 入户 | 采用: differences first, with source and day; what nobody has adopted is marked. */
export function Figures({ view }: { view: Pick<deskApi.CaseView, 'householdId'> }) {
  const t = useText()
  const { lang } = useManner()
  const { facts, names, error } = useFigures(view.householdId)
  const [all, setAll] = useState(false)
  if (facts.isPending) return <Waiting />
  const lines = facts.data?.data.items ?? []
  const differing = lines.filter((line) => line.differs)
  const shown = all ? lines : lines.filter((line) => line.differs || line.open || isMoney(line))
  const cell = (line: FigureLine, source: (typeof sources)[number] | 'adopted') => {
    const fact = line[source]
    if (!fact) return <span className="hint">{t(source === 'adopted' ? 'desk:figures.not-adopted' : 'desk:none')}</span>
    return (
      <>
        {valueWord(lang, line.name, fact.value)}
        <div className="hint">
          <Unbroken>
            {[fact.sourceName, fact.asOf ?? fact.recordedOn, source === 'adopted' ? fact.reason : null]
              .filter(Boolean)
              .join(' · ')}
          </Unbroken>
        </div>
        {fact.afterPreview && <div className="mark">{t('desk:figures.after-preview')}</div>}
      </>
    )
  }
  if (lines.length === 0)
    return error ? <ProblemBox error={error} /> : <p className="empty">{t('desk:figures.none')}</p>
  return (
    <>
      <ProblemBox error={error} />
      <p>{t('desk:figures.summary', { all: lines.length, differing: differing.length })}</p>
      <p className="bar">
        <Button href={address(householdApi.exportFacts, { householdId: String(view.householdId) })}>
          {t('desk:export')}
        </Button>
      </p>
      <TickField label={t('desk:figures.show-all', { count: lines.length })} checked={all} onChange={setAll} />
      <Region label={t('desk:figures.title')}>
        <table className="list">
          <thead>
            <tr>
              {['item', 'declared', 'matched', 'visited', 'adopted'].map((head) => (
                <th key={head} scope="col">
                  {t(`desk:figures.${head}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((line) => (
              <tr key={`${line.subject}/${line.name}`} className={line.differs ? 'differs' : undefined}>
                <th scope="row">
                  {line.differs && (
                    <span className="mark">
                      <span aria-hidden="true">≠ </span>
                      {t('desk:figures.differs')}
                    </span>
                  )}{' '}
                  {factWord(lang, line.name)}
                  <div className="hint">{names.get(line.subject) ?? t('desk:case.household')}</div>
                </th>
                {sources.map((source) => (
                  <td key={source}>{cell(line, source)}</td>
                ))}
                <td>{cell(line, 'adopted')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Region>
    </>
  )
}

const isMoney = (line: FigureLine) =>
  factEntry(line.name).unit === 'fen' &&
  [line.declared, line.matched, line.visited].some((fact) => fact?.value !== null && fact !== null && fact.value !== 0)

export const lineKey = (line: Pick<FigureLine, 'subject' | 'name'>) => `${line.subject}/${line.name}`

/** What an officer typed for a figure, as it is sent; null is "unknown". */
export function valueTyped(name: FigureLine['name'], text: string): number | boolean | string | null {
  const { unit } = factEntry(name)
  const fen = fenTyped(text)
  if (unit === 'fen') return fen === null ? null : Number(fen)
  if (unit === 'count') return /^\d+$/.test(text.trim()) ? Number(text) : null
  if (unit === 'boolean') return text === 'true' ? true : text === 'false' ? false : null
  return text.trim() || null
}
