import { Button } from 'antd'
import type { z } from 'zod'
import { deskApi } from '../../contract/index.ts'
import { factEntry } from '../../policy/index.ts'
import { useAsk } from '../api.ts'
import { useManner, useText } from '../language.tsx'
import { SelectField, TextField } from '../parts/field.tsx'
import { factWord } from '../parts/words.ts'
import { type FigureLine, lineKey, valueTyped } from './figures.tsx'

type Missing = z.output<typeof deskApi.readRuling.reply>['missing'][number]
type Gap = Pick<FigureLine, 'subject' | 'name'> & { whose: string | null; needed: Missing['needed'] }
export type Told = Record<string, string>

/** Figures the rule of this case needs and nobody, no source and no visit, has said anything about yet. */
export function useGaps(caseId: string | null, lines: readonly FigureLine[]): { gaps: Gap[] } {
  const ruling = useAsk(deskApi.readRuling, { params: { caseId: caseId ?? '' } }, { enabled: caseId !== null })
  const known = new Set(
    lines
      .filter((line) => [line.declared, line.matched, line.visited, line.adopted].some((f) => f && f.value !== null))
      .map(lineKey),
  )
  const gaps = (ruling.data?.data.missing ?? []).flatMap(({ subject, name, whose, needed }) => {
    const gap = subject && name ? { subject, name, whose, needed } : null
    return gap && !known.has(lineKey(gap)) ? [gap] : []
  })
  return { gaps }
}

export const toldFigures = (gaps: readonly Gap[], told: Told) =>
  gaps.flatMap(({ subject, name }) => {
    const value = valueTyped(name, told[lineKey({ subject, name })] ?? '')
    return value === null ? [] : [{ subject, name, value }]
  })

/**
 * Asked in person: one field per figure nobody has given. What stays empty stays unknown; "none of the rest" is written
 * into the fields, where the officer reads it before signing.
 */
export function MissingFields({
  gaps,
  told,
  onChange,
}: {
  gaps: readonly Gap[]
  told: Told
  onChange: (told: Told) => void
}) {
  const t = useText()
  const { lang } = useManner()
  if (gaps.length === 0) return null
  const now = gaps.filter((gap) => gap.needed === 'now')
  const perhaps = gaps.filter((gap) => gap.needed !== 'now')
  const set = (gap: Gap, typed: string) => onChange({ ...told, [lineKey(gap)]: typed })
  const none = () =>
    onChange({
      ...Object.fromEntries(
        gaps.flatMap((gap) => {
          const { unit, codes } = factEntry(gap.name)
          if (unit === 'fen' || unit === 'count') return [[lineKey(gap), '0']]
          if (unit === 'boolean') return [[lineKey(gap), 'false']]
          return codes?.none ? [[lineKey(gap), 'none']] : []
        }),
      ),
      ...Object.fromEntries(Object.entries(told).filter(([, typed]) => typed !== '')),
    })
  const field = (gap: Gap) => {
    const { unit, codes, question } = factEntry(gap.name)
    const frame = {
      label: `${factWord(lang, gap.name)} · ${gap.whose ?? t('desk:case.household')}${unit === 'fen' ? t('desk:missing.in-yuan') : ''}`,
      hint: question[lang],
      value: told[lineKey(gap)] ?? '',
      onChange: (typed: string) => set(gap, typed),
      required: false,
    }
    if (unit !== 'boolean' && unit !== 'code')
      return <TextField key={lineKey(gap)} {...frame} type={unit === 'date' ? 'date' : 'text'} max={40} />
    const choices =
      unit === 'boolean'
        ? (['true', 'false'] as const).map((value) => ({ value, label: t(value === 'true' ? 'desk:yes' : 'desk:no') }))
        : Object.entries(codes ?? {}).map(([value, label]) => ({ value, label: label[lang] }))
    return <SelectField key={lineKey(gap)} {...frame} empty={t('desk:missing.not-asked')} choices={choices} />
  }
  return (
    <section aria-label={t('desk:missing.title', { count: gaps.length })}>
      <h3>{t('desk:missing.title', { count: gaps.length })}</h3>
      <p className="hint">{t('desk:missing.hint')}</p>
      {now.map(field)}
      {perhaps.length > 0 && (
        <details>
          <summary>{t('desk:missing.perhaps', { count: perhaps.length })}</summary>
          {perhaps.map(field)}
        </details>
      )}
      <p>
        <Button onClick={none}>{t('desk:missing.none-of-the-rest')}</Button>
      </p>
    </section>
  )
}
