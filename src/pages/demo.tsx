import type { Manner } from './manner.ts'
import { Shell } from './shell.tsx'

/** A way into a story: as whom, and on which page it can be seen. */
export interface StoryDoor {
  role: string
  to: string
  /** What stands on the button: `demo.door.…` */
  label: string
}

export const demoStoryIds = ['counted-twice', 'neighbours-money', 'last-farewell'] as const
export type DemoStoryId = (typeof demoStoryIds)[number]

export interface DemoStory {
  id: DemoStoryId
  doors: StoryDoor[]
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
  const making = seeding.state === 'making' || seeding.state === 'empty'
  return (
    <Shell manner={manner} demo here="/demo" title={t('pages:demo.title')} {...(making && { refreshSeconds: 4 })}>
      <h1>{t('pages:demo.title')}</h1>
      <p>{t('pages:demo.intro')}</p>
      {making && (
        <div className="box warn" role="status">
          <p>{t('pages:demo.making', { step: seeding.step, done: seeding.done, total: seeding.total })}</p>
          <progress max={Math.max(seeding.total, 1)} value={seeding.done}>
            {seeding.done}/{seeding.total}
          </progress>
        </div>
      )}
      {seeding.state === 'failed' && (
        <p className="box warn" role="alert">
          {t('pages:demo.failed')}
        </p>
      )}
      <h2>{t('pages:demo.stories')}</h2>
      {stories.length === 0 && <p>{t('pages:demo.stories-soon')}</p>}
      <ol className="stories">
        {stories.map(({ id, doors }) => (
          <li key={id}>
            <h3 id={`story-${id}`}>{t(`pages:demo.story.${id}.title`)}</h3>
            <p>{t(`pages:demo.story.${id}.text`)}</p>
            <div className="actions">
              {doors.map((door) => (
                <form key={door.label} method="post" action="/demo/enter">
                  <input type="hidden" name="role" value={door.role} />
                  <input type="hidden" name="story" value={id} />
                  <input type="hidden" name="to" value={door.to} />
                  <button
                    className={door === doors[0] ? 'primary' : 'second'}
                    type="submit"
                    aria-describedby={`story-${id}`}
                  >
                    {t(`pages:demo.door.${door.label}`)}
                  </button>
                </form>
              ))}
            </div>
          </li>
        ))}
      </ol>
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
