import { Button } from 'antd'
import { useState } from 'react'
import { caseworkApi } from '../../../contract/index.ts'
import { address, call, NamedProblem } from '../../api.ts'
import { useText } from '../../language.tsx'
import { SelectField, TextField } from '../../parts/field.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { Part } from './section.tsx'

/** What people come with besides dibao, each with the article that gives it to them (社会救助暂行办法). */
const needs = ['illness', 'school', 'housing', 'work', 'accident', 'disaster', 'nobody', 'other'] as const

interface Told {
  no: number
  condition: string
  article: string
}

/**
 * 一门受理: whoever comes to this window is not sent away because it is another office's matter. What was asked and what
 * was said go home on paper, with the clause and with whom to turn to.
 */
export function OtherNeed({ area }: { area: string }) {
  const t = useText()
  const [need, setNeed] = useState('')
  const [asker, setAsker] = useState('')
  const [matter, setMatter] = useState('')
  const [told, setTold] = useState<Told[]>([{ no: 1, condition: '', article: '' }])
  const [suggestion, setSuggestion] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const [done, setDone] = useState<{ inquiryId: string; number: string | null } | null>(null)

  const choose = (next: string) => {
    setNeed(next)
    if (!next || next === 'other') return
    setTold([{ no: 1, condition: t(`desk:need.${next}-told`), article: t(`desk:need.${next}-article`) }])
    setSuggestion(t(`desk:need.${next}-to`))
  }
  const record = async () => {
    setBusy(true)
    setProblem(null)
    const answer = await call(caseworkApi.recordInquiry, {
      body: {
        area: area as never,
        asker: asker || null,
        matter,
        told: told.filter((one) => one.condition).map(({ condition, article }) => ({ condition, article })),
        suggestion: suggestion || null,
      },
    })
    setBusy(false)
    if (!answer.ok) return setProblem(new NamedProblem(answer.problem))
    setDone(answer.data)
  }
  if (done) {
    const slip = (large: '0' | '1') => address(caseworkApi.printInquiry, { inquiryId: done.inquiryId }, { large })
    return (
      <section className="receipt" aria-label={t('desk:counter.slip')}>
        <p role="status">{t('desk:counter.slip-made', { number: done.number ?? '' })}</p>
        <p className="bar">
          <a className="button primary" href={slip('0')} download>
            {t('desk:counter.slip-paper')}
          </a>
          <a className="button" href={slip('1')} download>
            {t('desk:counter.paper-large')}
          </a>
          <Button
            onClick={() => {
              setDone(null)
              setNeed('')
              setAsker('')
              setMatter('')
              setTold([{ no: 1, condition: '', article: '' }])
              setSuggestion('')
            }}
          >
            {t('desk:counter.next-question')}
          </Button>
        </p>
      </section>
    )
  }
  const edit = (no: number, part: Partial<Told>) =>
    setTold((before) => before.map((one) => (one.no === no ? { ...one, ...part } : one)))
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void record()
      }}
    >
      <p className="hint">{t('desk:counter.other-what')}</p>
      <Part title={t('desk:counter.other-matter')}>
        <div className="grid">
          <SelectField
            label={t('desk:counter.need')}
            value={need}
            onChange={choose}
            empty={t('desk:choose')}
            choices={needs.map((one) => ({ value: one, label: t(`desk:need.${one}`) }))}
          />
          <TextField
            label={t('desk:counter.asker')}
            hint={t('desk:counter.asker-hint')}
            value={asker}
            onChange={setAsker}
            max={60}
            required={false}
          />
        </div>
        <TextField label={t('desk:counter.asked')} value={matter} onChange={setMatter} rows={3} max={500} />
      </Part>
      <Part title={t('desk:counter.told')}>
        {told.map((one) => (
          <div className="grid" key={one.no}>
            <TextField
              label={t('desk:counter.told-condition')}
              value={one.condition}
              onChange={(condition) => edit(one.no, { condition })}
              rows={2}
              max={500}
            />
            <TextField
              label={t('desk:counter.told-article')}
              value={one.article}
              onChange={(article) => edit(one.no, { article })}
              rows={2}
              max={200}
            />
          </div>
        ))}
        <Button onClick={() => setTold([...told, { no: (told.at(-1)?.no ?? 0) + 1, condition: '', article: '' }])}>
          {t('desk:counter.told-more')}
        </Button>
        <TextField
          label={t('desk:counter.suggestion')}
          value={suggestion}
          onChange={setSuggestion}
          rows={2}
          max={500}
          required={false}
        />
      </Part>
      <div className="form-end">
        <ProblemBox error={problem} />
        <Button type="primary" htmlType="submit" size="large" loading={busy}>
          {t('desk:counter.slip-make')}
        </Button>
      </div>
    </form>
  )
}
