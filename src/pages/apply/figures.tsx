import type { Day } from '../../foundation/index.ts'
import { FactField } from '../form.tsx'
import { typedText } from '../problem.ts'
import { assetFields, earners, incomeFields, spendingFields } from './answers.ts'
import { DraftPage, type DraftScreen } from './draft-page.tsx'

/** One page of figures: a person's income, the family's savings, or its large expenses. */
export function Figures({
  typed,
  section,
  n,
  today,
  ...frame
}: DraftScreen & { section: 'income' | 'assets' | 'spending'; n: number; today: Day }) {
  const { manner, problems, draft } = frame
  const { t } = manner
  const a = draft.answers
  const person = section === 'income' ? earners(a, today)[n - 1] : undefined
  const facts = section === 'income' ? incomeFields : section === 'assets' ? assetFields : spendingFields
  const answers = person ? person.facts : a.household
  const title = person ? t('pages:apply.income-of', { name: person.name }) : t(`pages:apply.section.${section}`)
  return (
    <DraftPage {...frame} at={`/${section}/${n}`} title={title}>
      <p>{t(`pages:apply.${section}-what`)}</p>
      <form method="post" action={`/apply/${draft.id}/${section}/${n}`}>
        {facts.map((fact) => (
          <FactField
            key={fact}
            manner={manner}
            fact={fact}
            name={fact}
            answer={answers[fact]}
            typed={typedText(typed, fact)}
            problems={problems}
          />
        ))}
        <button className="primary" type="submit">
          {t('pages:apply.save')}
        </button>
      </form>
    </DraftPage>
  )
}
