import { PhoneField, TextField, VillageField } from '../form.tsx'
import { typedText } from '../problem.ts'
import { Sheet } from '../shell.tsx'
import type { VillageOption } from '../villages.ts'
import type { Screen } from './draft-page.tsx'

export function Start({
  typed,
  villages,
  about,
  forOther,
  ...frame
}: Screen & { villages: VillageOption[]; about: string | null; forOther: boolean }) {
  const { manner, problems } = frame
  const { t } = manner
  return (
    <Sheet {...frame} here={`/apply/start${forOther ? '?for=other' : ''}`} title={t('pages:apply.start-title')}>
      <p>{t('pages:apply.start-what')}</p>
      <form method="post" action="/apply/start">
        <input type="hidden" name="about" value={about ?? ''} />
        <input type="hidden" name="for" value={forOther ? 'other' : ''} />
        <VillageField manner={manner} value={typedText(typed, 'area')} problems={problems} villages={villages} />
        <PhoneField
          manner={manner}
          hint={t('pages:apply.phone-hint')}
          value={typedText(typed, 'phone')}
          problems={problems}
        />
        {forOther && (
          <>
            <TextField
              manner={manner}
              name="helperName"
              autoComplete="name"
              label={t('pages:apply.helper-name')}
              value={typedText(typed, 'helperName')}
              problems={problems}
              maxLength={50}
            />
            <TextField
              manner={manner}
              name="helperRelation"
              label={t('pages:apply.helper-relation')}
              hint={t('pages:apply.helper-relation-hint')}
              value={typedText(typed, 'helperRelation')}
              problems={problems}
              maxLength={30}
            />
          </>
        )}
        <button className="primary" type="submit">
          {t('pages:apply.begin')}
        </button>
      </form>
    </Sheet>
  )
}

/** Shown once: whoever lost it asks for another. */
export function Code({ id, code, ...frame }: Screen & { id: string; code: string }) {
  const { t } = frame.manner
  return (
    <Sheet {...frame} here="/apply/start" title={t('pages:apply.code-title')}>
      <p className="big" data-code>
        {code}
      </p>
      <p>{t('pages:apply.code-what')}</p>
      <p className="actions">
        <a className="button" href={`/apply/${id}`}>
          {t('pages:apply.go-on')}
        </a>
      </p>
    </Sheet>
  )
}

export function Return({ typed, sent, gone = false, ...frame }: Screen & { sent: boolean; gone?: boolean }) {
  const { manner, problems } = frame
  const { t } = manner
  return (
    <Sheet {...frame} here="/apply/return" title={t('pages:apply.return-title')}>
      {gone && (
        <div className="box warn" role="status">
          <p>{t('pages:apply.gone')}</p>
        </div>
      )}
      {sent && (
        <div className="box ok" role="status">
          <p>{t('pages:apply.code-sent')}</p>
        </div>
      )}
      <form method="post" action="/apply/return">
        <PhoneField manner={manner} value={typedText(typed, 'phone')} problems={problems} />
        <TextField
          manner={manner}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          label={t('pages:apply.code')}
          hint={t('pages:apply.code-hint')}
          problems={problems}
          maxLength={8}
        />
        <p className="actions">
          <button className="primary" type="submit">
            {t('pages:home.continue')}
          </button>
          <button className="second" type="submit" name="lost" value="1">
            {t('pages:apply.lost-code')}
          </button>
        </p>
      </form>
    </Sheet>
  )
}
