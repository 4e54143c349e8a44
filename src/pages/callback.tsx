import { countTry, tooMany } from '../access/index.ts'
import { type AreaCode, addWorkingDays, nameProblem, tidyName } from '../foundation/index.ts'
import { workingCalendar } from '../office/index.ts'
import { businessDay, house, newId } from '../platform/index.ts'
import type { FieldProblem } from './apply/answers.ts'
import type { VillageOption } from './apply/screens.tsx'
import { ErrorSummary, Field, SelectField, TextField } from './form.tsx'
import type { PageAnswer, Visit } from './page.ts'
import { phonePattern, text, tidyPhone } from './read-form.ts'
import { Shell } from './shell.tsx'
import { villagesOf } from './villages.ts'

type Mount = (method: 'GET' | 'POST', path: string, handler: (visit: Visit) => Promise<PageAnswer>) => void

const callBackWithin = 2
const leadsPerAddress = 10

/** 说不清楚: a name, a village and a telephone are enough; a person calls back within two working days. */
export function callbackRoutes(mount: Mount, county: AreaCode): void {
  mount('GET', '/callback', async (visit) => {
    const villages = await villagesOf(visit.tx, county, await businessDay(visit.tx))
    return <Callback {...visit} villages={villages} problems={[]} typed={{}} />
  })
  mount('POST', '/callback', async (visit) => {
    const { tx, form, request, manner, demo } = visit
    const today = await businessDay(tx)
    const villages = await villagesOf(tx, county, today)
    const typed = {
      name: tidyName(text(form, 'name')),
      area: text(form, 'area'),
      phone: tidyPhone(text(form, 'phone')),
      about: text(form, 'about').slice(0, 300),
    }
    const problems: FieldProblem[] = []
    const wrongName = nameProblem(typed.name)
    if (wrongName) problems.push({ field: 'name', says: `pages:wrong.name-${wrongName}` })
    if (!villages.some((one) => one.value === typed.area)) problems.push({ field: 'area', says: 'pages:wrong.village' })
    if (!phonePattern.test(typed.phone)) problems.push({ field: 'phone', says: 'pages:wrong.phone' })
    const subject = `lead:${request.ip}`
    if (problems.length === 0 && (await tooMany(tx, subject, leadsPerAddress)))
      problems.push({ field: 'phone', says: 'pages:wrong.rest' })
    if (problems.length)
      return { status: 422, page: <Callback {...visit} villages={villages} problems={problems} typed={typed} /> }
    const by = addWorkingDays(await workingCalendar(tx), today, callBackWithin).day
    const id = newId()
    await tx
      .insertInto('lead')
      .values({
        lead_id: id,
        area: typed.area,
        contact_sealed: house().crypto.seal(JSON.stringify(typed), `lead.contact:${id}`),
        call_back_by: by,
      })
      .execute()
    await countTry(tx, subject)
    return (
      <Shell manner={manner} demo={demo} here="/callback" title={manner.t('pages:callback.taken')}>
        <h1>{manner.t('pages:callback.taken')}</h1>
        <p className="lead">{manner.t('pages:callback.by', { day: by })}</p>
        <p>{manner.t('pages:callback.urgent')}</p>
      </Shell>
    )
  })
}

function Callback({
  manner,
  demo,
  villages,
  problems,
  typed,
}: Pick<Visit, 'manner' | 'demo'> & {
  villages: VillageOption[]
  problems: readonly FieldProblem[]
  typed: Record<string, string>
}) {
  const { t } = manner
  return (
    <Shell manner={manner} demo={demo} here="/callback" title={t('pages:callback.title')}>
      <h1>{t('pages:callback.title')}</h1>
      <ErrorSummary manner={manner} problems={problems} />
      <p>{t('pages:callback.what')}</p>
      <form method="post" action="/callback">
        <TextField
          manner={manner}
          name="name"
          autoComplete="name"
          label={t('pages:callback.name')}
          value={typed.name}
          problems={problems}
          maxLength={60}
        />
        <SelectField
          manner={manner}
          name="area"
          label={t('pages:apply.village')}
          hint={t('pages:apply.village-hint')}
          options={villages}
          value={typed.area}
          problems={problems}
        />
        <TextField
          manner={manner}
          name="phone"
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          label={t('pages:callback.phone')}
          value={typed.phone}
          problems={problems}
          maxLength={20}
        />
        <Field
          manner={manner}
          name="about"
          label={t('pages:callback.about')}
          hint={t('pages:callback.about-hint')}
          problems={problems}
        >
          <textarea id="about" name="about" maxLength={300} defaultValue={typed.about ?? ''} />
        </Field>
        <button className="primary" type="submit">
          {t('pages:callback.send')}
        </button>
      </form>
    </Shell>
  )
}
