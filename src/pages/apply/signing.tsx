import type { Day } from '../../foundation/index.ts'
import { Field, TextField } from '../form.tsx'
import { typedText } from '../problem.ts'
import { Sheet } from '../shell.tsx'
import { adults, type DraftPerson } from './answers.ts'
import { DraftPage, type DraftScreen, type Screen } from './draft-page.tsx'

export function Signatures({ today, links, ...frame }: DraftScreen & { today: Day; links: Record<string, string> }) {
  const { manner, draft } = frame
  const { t } = manner
  const a = draft.answers
  return (
    <DraftPage {...frame} at="/signatures" title={t('pages:apply.section.signatures')}>
      <p>{t('pages:sign.why')}</p>
      {a.people.length === 0 && <p>{t('pages:sign.nobody')}</p>}
      <ul className="tasks">
        {adults(a, today).map((p) => (
          <li key={p.ref}>
            <span>{p.name}</span>
            {a.signatures[p.ref] ? (
              <span>{t('pages:sign.signed')}</span>
            ) : (
              <span>
                <a href={`/apply/${draft.id}/signatures/${a.people.indexOf(p) + 1}`}>{t('pages:sign.here')}</a>
              </span>
            )}
            {!a.signatures[p.ref] && !links[p.ref] && (
              <form method="post" action={`/apply/${draft.id}/signatures/${a.people.indexOf(p) + 1}/link`}>
                <button className="second" type="submit">
                  {t('pages:sign.other-phone')}
                </button>
              </form>
            )}
            {links[p.ref] && (
              <p>
                {t('pages:sign.open-link')} <code>{links[p.ref]}</code>
              </p>
            )}
          </li>
        ))}
      </ul>
      <p>{t('pages:sign.paper')}</p>
      <p className="actions">
        <a className="button" href={`/apply/${draft.id}`}>
          {t('pages:apply.back-to-list')}
        </a>
      </p>
    </DraftPage>
  )
}

/** The authorisation in plain words, and the name written as a signature. On the own phone or at `/sign/:token`. */
export function Sign({
  typed,
  person,
  action,
  until,
  ...frame
}: Screen & { person: DraftPerson; action: string; until: string }) {
  const { manner, problems } = frame
  const { t } = manner
  return (
    <Sheet {...frame} here={action} title={t('pages:sign.title', { name: person.name })}>
      <h2>{t('pages:sign.ask-title')}</h2>
      <p>{t('pages:sign.ask')}</p>
      <ul>
        {(
          [
            'civil-registry',
            'vehicles',
            'real-estate',
            'tax',
            'social-insurance',
            'bank',
            'business-registry',
            'death-register',
          ] as const
        ).map((s) => (
          <li key={s}>{t(`pages:sign.source.${s}`)}</li>
        ))}
      </ul>
      <p>{t('pages:sign.until', { day: manner.day(until) })}</p>
      <p>{t('pages:sign.revoke')}</p>
      <h2>{t('pages:sign.pledge-title')}</h2>
      <p>{t('pages:sign.pledge')}</p>
      <form method="post" action={action}>
        <Field manner={manner} name="agree" label={t('pages:sign.agree-label')} problems={problems} group>
          <div className="choice">
            <input type="checkbox" id="agree-box" name="agree" value="1" defaultChecked={typed?.agree === '1'} />
            <label htmlFor="agree-box">{t('pages:sign.agree')}</label>
          </div>
        </Field>
        <TextField
          manner={manner}
          name="signature"
          label={t('pages:sign.name')}
          hint={t('pages:sign.name-hint', { name: person.name })}
          value={typedText(typed, 'signature')}
          problems={problems}
          maxLength={60}
        />
        <details>
          <summary>{t('pages:sign.guardian')}</summary>
          <TextField
            manner={manner}
            name="guardianName"
            label={t('pages:sign.guardian-name')}
            value={typedText(typed, 'guardianName')}
            problems={problems}
            maxLength={60}
          />
          <TextField
            manner={manner}
            name="guardianRelation"
            label={t('pages:sign.guardian-relation')}
            value={typedText(typed, 'guardianRelation')}
            problems={problems}
            maxLength={30}
          />
        </details>
        <button className="primary" type="submit">
          {t('pages:sign.do')}
        </button>
      </form>
    </Sheet>
  )
}

export function Signed(frame: Screen) {
  const { t } = frame.manner
  return (
    <Sheet {...frame} here="/" title={t('pages:sign.signed')}>
      <p>{t('pages:sign.thanks')}</p>
    </Sheet>
  )
}
