import type { Visit } from './page.ts'
import { Sheet } from './shell.tsx'

const difficulties = ['living', 'illness', 'disability', 'school', 'housing', 'work', 'accident', 'unsure'] as const

/** S1 从这里开始: one question, eight answers, no names of schemes. */
export function home({ manner, demo, query }: Pick<Visit, 'manner' | 'demo' | 'query'>) {
  const { t } = manner
  const forOther = query.for === 'other'
  return (
    <Sheet
      manner={manner}
      demo={demo}
      here={forOther ? '/?for=other' : '/'}
      title={t('pages:home.title')}
      heading={t(forOther ? 'pages:home.question-other' : 'pages:home.question')}
    >
      <ul className="tiles">
        {difficulties.map((d) => (
          <li key={d}>
            <a href={d === 'unsure' ? '/callback' : `/check?about=${d}${forOther ? '&for=other' : ''}`}>
              {t(`pages:home.${d}`)}
            </a>
          </li>
        ))}
      </ul>
      <p>
        <a href={forOther ? '/' : '/?for=other'}>{t(forOther ? 'pages:home.for-me' : 'pages:home.for-other')}</a>
      </p>
      <div className="box">
        <p>{t('pages:home.have-code')}</p>
        <p className="actions">
          <a className="button second" href="/p">
            {t('pages:help.progress')}
          </a>
          <a className="button second" href="/apply/return">
            {t('pages:home.continue')}
          </a>
        </p>
      </div>
    </Sheet>
  )
}
