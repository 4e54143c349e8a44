import { countTry, lockMinutes, tooMany } from '../access/index.ts'
import { type AreaCode, addWorkingDays, nameProblem, tidyName } from '../foundation/index.ts'
import { workingCalendar } from '../office/index.ts'
import { businessDay, house, newId } from '../platform/index.ts'
import { LongField, PhoneField, TextField, VillageField } from './form.tsx'
import type { Mount, Visit } from './page.ts'
import type { FieldProblem } from './problem.ts'
import { phonePattern, text, tidyPhone } from './read-form.ts'
import { Sheet } from './shell.tsx'
import { type VillageOption, villagesOf } from './villages.ts'

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
      problems.push({ field: 'phone', says: 'pages:wrong.rest', values: { minutes: lockMinutes } })
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
      <Sheet manner={manner} demo={demo} here="/callback" title={manner.t('pages:callback.taken')}>
        <p className="lead">{manner.t('pages:callback.by', { day: manner.day(by) })}</p>
        <p>{manner.t('pages:callback.urgent')}</p>
      </Sheet>
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
    <Sheet manner={manner} demo={demo} here="/callback" title={t('pages:callback.title')} problems={problems}>
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
        <VillageField manner={manner} value={typed.area} problems={problems} villages={villages} />
        <PhoneField manner={manner} label={t('pages:callback.phone')} value={typed.phone} problems={problems} />
        <LongField
          manner={manner}
          name="about"
          label={t('pages:callback.about')}
          hint={t('pages:callback.about-hint')}
          value={typed.about}
          problems={problems}
          most={300}
        />
        <button className="primary" type="submit">
          {t('pages:callback.send')}
        </button>
      </form>
    </Sheet>
  )
}
