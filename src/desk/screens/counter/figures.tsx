import { Button } from 'antd'
import { type FactEntity, type FactName, factEntry } from '../../../policy/index.ts'
import { useManner, useText } from '../../language.tsx'
import { SelectField, TextField } from '../../parts/field.tsx'
import { factWord } from '../../parts/words.ts'
import { askedOf, figureId, unknown } from './draft.ts'

export type Answers = Record<string, string>
const sections = ['people', 'health', 'work', 'income', 'exempt', 'assets', 'spending', 'support'] as const

const nothingOf = (name: FactName): string | null => {
  const entry = factEntry(name)
  if (entry.unit === 'fen' || entry.unit === 'count') return '0'
  if (entry.unit === 'boolean') return 'false'
  if (entry.unit === 'code' && entry.codes && 'none' in entry.codes) return 'none'
  return null
}

/** The questions of one subject, folded by section; what was not asked stays unasked. */
export function Figures({
  entity,
  of,
  answers,
  errors,
  onChange,
}: {
  entity: FactEntity
  of: string
  answers: Answers
  errors?: ReadonlyMap<string, string>
  onChange: (edit: (answers: Answers) => Answers) => void
}) {
  const t = useText()
  const names = askedOf(entity)
  return (
    <div className="said">
      {sections.map((section) => {
        const here = names.filter((name) => factEntry(name).section === section)
        if (here.length === 0) return null
        const filled = here.filter((name) => (answers[name] ?? '') !== '').length
        return (
          <details key={section}>
            <summary>
              {t(`desk:section.${section}`)}{' '}
              <span className="hint">{t('desk:counter.filled', { filled, all: here.length })}</span>
            </summary>
            {here.some((name) => nothingOf(name) !== null) && (
              <p>
                <Button
                  onClick={() =>
                    onChange((before) => ({
                      ...Object.fromEntries(
                        here.flatMap((name) => {
                          const nothing = nothingOf(name)
                          return nothing === null ? [] : [[name, nothing]]
                        }),
                      ),
                      ...Object.fromEntries(Object.entries(before).filter(([, text]) => text !== '')),
                    }))
                  }
                >
                  {t('desk:counter.rest-nothing')}
                  <span className="sr"> {t(`desk:section.${section}`)}</span>
                </Button>
              </p>
            )}
            <div className="grid">
              {here.map((name) => (
                <Figure
                  key={name}
                  id={figureId(of, name)}
                  name={name}
                  value={answers[name] ?? ''}
                  error={errors?.get(figureId(of, name))}
                  onChange={(text) => onChange((before) => ({ ...before, [name]: text }))}
                />
              ))}
            </div>
          </details>
        )
      })}
    </div>
  )
}

function Figure({
  id,
  name,
  value,
  error,
  onChange,
}: {
  id: string
  name: FactName
  value: string
  error: string | undefined
  onChange: (text: string) => void
}) {
  const t = useText()
  const { lang } = useManner()
  const entry = factEntry(name)
  const common = { id, value, onChange, error, required: false }
  if (entry.unit === 'boolean' || entry.unit === 'code')
    return (
      <SelectField
        {...common}
        label={factWord(lang, name)}
        empty={t('desk:counter.not-said')}
        choices={[
          ...(entry.unit === 'boolean'
            ? [
                { value: 'true', label: t('desk:yes') },
                { value: 'false', label: t('desk:no') },
              ]
            : Object.entries(entry.codes ?? {}).map(([code, label]) => ({ value: code, label: label[lang] }))),
          { value: unknown, label: t('desk:unknown') },
        ]}
      />
    )
  const unit =
    entry.unit === 'fen'
      ? t(`desk:period.${entry.period ?? 'today'}`)
      : entry.unit === 'count' && entry.countOf
        ? entry.countOf[lang]
        : ''
  return (
    <TextField
      {...common}
      label={unit ? `${factWord(lang, name)}(${unit})` : factWord(lang, name)}
      type={entry.unit === 'date' ? 'date' : 'text'}
    />
  )
}
