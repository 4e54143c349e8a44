import type { Manner } from './manner.ts'
import { Shell } from './shell.tsx'

export interface DemoStory {
  title: string
  text: string
  role: string
  to: string
}

const roles = [
  'citizen',
  'aide',
  'township-clerk',
  'township-head',
  'county-verifier',
  'county-section',
  'county-leader',
  'finance',
  'administrator',
  'auditor',
] as const

/** The landing page of the demo: stories first, then role cards, then the calendar. Everything is invented and says so. */
export function demoLanding({
  manner,
  businessDay,
  stories,
  seeding,
}: {
  manner: Manner
  businessDay: string
  stories: DemoStory[]
  seeding: { state: string; step: string; done: number; total: number }
}) {
  const { t } = manner
  return (
    <Shell manner={manner} demo here="/demo" title={t('pages:demo.title')}>
      <h1>{t('pages:demo.title')}</h1>
      <p>{t('pages:demo.intro')}</p>
      {seeding.state === 'making' && (
        <p className="box warn" role="status">
          {t('pages:demo.making', { step: seeding.step, done: seeding.done, total: seeding.total })}
        </p>
      )}
      {seeding.state === 'failed' && (
        <p className="box warn" role="alert">
          {t('pages:demo.failed')}
        </p>
      )}
      {stories.length > 0 && (
        <>
          <h2>{t('pages:demo.stories')}</h2>
          <ol className="steps">
            {stories.map((story) => (
              <li key={story.title}>
                <form method="post" action="/demo/enter">
                  <input type="hidden" name="role" value={story.role} />
                  <input type="hidden" name="to" value={story.to} />
                  <button className="second" type="submit">
                    {story.title}
                  </button>
                </form>
                <p>{story.text}</p>
              </li>
            ))}
          </ol>
        </>
      )}
      <h2>{t('pages:demo.roles')}</h2>
      <ul className="tiles">
        {roles.map((role) => (
          <li key={role}>
            <form method="post" action="/demo/enter">
              <input type="hidden" name="role" value={role} />
              <button className="tile" type="submit">
                <strong>{t(`access:role.${role}`)}</strong>
                <span>{t(`pages:demo.role.${role}`)}</span>
              </button>
            </form>
          </li>
        ))}
      </ul>
      <h2>{t('pages:demo.clock')}</h2>
      <p>{t('pages:demo.day', { day: businessDay })}</p>
      <form method="post" action="/demo/clock" className="actions">
        <button className="second" type="submit" name="workingDays" value="1">
          {t('pages:demo.plus-one')}
        </button>
        <button className="second" type="submit" name="workingDays" value="5">
          {t('pages:demo.plus-five')}
        </button>
      </form>
    </Shell>
  )
}
