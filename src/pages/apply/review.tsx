import { Fragment } from 'react'
import { type Day, yuanText } from '../../foundation/index.ts'
import { factEntry } from '../../policy/index.ts'
import { type Answers, adults, assetFields, earners, incomeFields, personFields, spendingFields } from './answers.ts'
import { DraftPage, type DraftScreen } from './draft-page.tsx'

interface Line {
  label: string
  said: string
  /** Not answered yet; it may stay so. */
  lacking?: boolean
}

/** Everything that was said, with a way back to each part; then the one button that sends it. */
export function Review({ today, areaName, ...frame }: DraftScreen & { today: Day; areaName: string }) {
  const { manner, draft } = frame
  const { t, lang } = manner
  const a = draft.answers
  const show = (facts: Answers['household'], names: readonly (keyof Answers['household'])[]) =>
    names.map((name) => {
      const entry = factEntry(name)
      const answer = facts[name]
      const said =
        answer === undefined
          ? t('pages:review.nothing')
          : answer === null
            ? t('pages:field.unknown')
            : entry.unit === 'fen'
              ? t('pages:review.yuan', { amount: yuanText(BigInt(answer as string)).replace(/\.00$/, '') })
              : entry.unit === 'code'
                ? (entry.codes?.[String(answer)]?.[lang] ?? '')
                : typeof answer === 'boolean'
                  ? t(answer ? 'pages:field.yes' : 'pages:field.no')
                  : String(answer)
      return { label: entry.label[lang], said, lacking: answer === undefined }
    })
  const rows: { title: string; change: string; lines: Line[] }[] = [
    ...a.people.map((p, i) => ({
      title: p.name,
      change: `/apply/${draft.id}/people/${i + 1}`,
      lines: [
        { label: t('pages:apply.relation'), said: factEntry('relation').codes?.[p.relation]?.[lang] ?? '' },
        {
          label: t('pages:apply.number'),
          said: p.number
            ? `${p.number.slice(0, 6)}****${p.number.slice(-4)}`
            : t('pages:review.birth', { day: p.birth ? manner.day(p.birth) : '' }),
        },
        ...show(
          p.facts,
          personFields.filter((name) => name !== 'disabilityLevel' || p.facts.disabilityType !== 'none'),
        ),
      ],
    })),
    {
      title: t('pages:apply.section.address'),
      change: `/apply/${draft.id}/address`,
      lines: [
        { label: t('pages:apply.village'), said: areaName },
        { label: t('pages:apply.address'), said: a.address ?? t('pages:review.nothing'), lacking: !a.address },
        { label: t('pages:apply.phone'), said: a.phone },
        { label: t('pages:apply.reason'), said: a.reason ?? t('pages:review.nothing'), lacking: false },
      ],
    },
    ...earners(a, today).map((p, i) => ({
      title: t('pages:apply.income-of', { name: p.name }),
      change: `/apply/${draft.id}/income/${i + 1}`,
      lines: show(p.facts, incomeFields),
    })),
    {
      title: t('pages:apply.section.assets'),
      change: `/apply/${draft.id}/assets/1`,
      lines: show(a.household, assetFields),
    },
    {
      title: t('pages:apply.section.spending'),
      change: `/apply/${draft.id}/spending/1`,
      lines: show(a.household, spendingFields),
    },
    {
      title: t('pages:apply.section.photos'),
      change: `/apply/${draft.id}/photos`,
      lines: [{ label: t('pages:review.photos'), said: String(a.photos.length) }],
    },
    {
      title: t('pages:apply.section.signatures'),
      change: `/apply/${draft.id}/signatures`,
      lines: adults(a, today).map((p) => ({
        label: p.name,
        said: t(a.signatures[p.ref] ? 'pages:sign.signed' : 'pages:sign.missing'),
        lacking: !a.signatures[p.ref],
      })),
    },
  ]
  return (
    <DraftPage {...frame} at="/review" title={t('pages:review.title')}>
      {rows.map((row) => (
        <section key={row.change}>
          <h2>{row.title}</h2>
          <dl className="pairs">
            {row.lines.map((line) => (
              <Fragment key={line.label}>
                <dt>{line.label}</dt>
                <dd className={line.lacking ? 'lacking' : undefined}>{line.said}</dd>
              </Fragment>
            ))}
          </dl>
          <p>
            <a href={row.change}>{t('pages:review.change', { what: row.title })}</a>
          </p>
        </section>
      ))}
      <form method="post" action={`/apply/${draft.id}/submit`}>
        <p>{t('pages:review.after')}</p>
        <button className="primary" type="submit">
          {t('pages:review.send')}
        </button>
      </form>
    </DraftPage>
  )
}
