import type { Day } from '../../foundation/index.ts'
import { sections, stateOf } from './answers.ts'
import { DraftPage, type DraftScreen } from './draft-page.tsx'

/** The seven parts, in any order, each with its state in words. */
export function Tasks({ today, ...frame }: DraftScreen & { today: Day }) {
  const { manner, draft } = frame
  const { t } = manner
  const a = draft.answers
  const states = sections.map((s) => stateOf(s, a, today))
  return (
    <DraftPage {...frame} at="" title={t('pages:apply.title')}>
      <p>{t('pages:apply.how-many', { done: states.filter((s) => s === 'filled').length, all: sections.length })}</p>
      {a.helper && (
        <form method="post" action={`/apply/${draft.id}/helper`} className="box">
          <p>{t('pages:apply.helper', { name: a.helper.name, relation: a.helper.relation })}</p>
          <button className="second" type="submit">
            {t('pages:apply.helper-end')}
          </button>
        </form>
      )}
      <ul className="tasks">
        {sections.map((section, i) => (
          <li key={section}>
            <a href={`/apply/${draft.id}/${section}`}>{t(`pages:apply.section.${section}`)}</a>
            <span>{t(`pages:apply.state.${states[i]}`)}</span>
          </li>
        ))}
      </ul>
      <p className="actions">
        <a className="button" href={`/apply/${draft.id}/review`}>
          {t('pages:apply.check')}
        </a>
        <a className="button second" href={`/apply/${draft.id}/form.pdf`}>
          {t('pages:apply.print-form')}
        </a>
      </p>
    </DraftPage>
  )
}
