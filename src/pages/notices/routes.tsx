import { countTry, lockMinutes, tooMany } from '../../access/index.ts'
import { answerFor, noticesIn, object, type PublicNotice } from '../../casework/index.ts'
import { type AreaCode, type Day, isRefusal, refuse } from '../../foundation/index.ts'
import { areaName, areaOn } from '../../household/index.ts'
import { type Organ, organByName, organOn } from '../../office/index.ts'
import { businessDay, type Db, type Tx } from '../../platform/index.ts'
import { asOffice, inVillage } from '../office-side.ts'
import { goTo, type Mount, type Visit } from '../page.ts'
import type { FieldProblem } from '../problem.ts'
import { text } from '../read-form.ts'
import { villagesOf } from '../villages.ts'
import { Answer, Objected, OneNotice, Places, VillageNotices } from './screens.tsx'

const objectionsPerAddress = 10
const answersPerAddress = 10

/** S11: what hangs on the boards today, village by village. After its last day a notice is as absent as one that never was. */
export function noticeRoutes(mount: Mount, db: Db, county: AreaCode): void {
  mount('GET', '/notices', async ({ tx, manner, demo, query }) => {
    const asked = villageCode(query.village)
    if (asked) return goTo(`/notices/${asked}`)
    const villages = await villagesOf(tx, county, await businessDay(tx))
    const towns = [...new Set(villages.map((one) => one.group))]
    return (
      <Places
        manner={manner}
        demo={demo}
        towns={towns.map((name) => ({
          name,
          villages: villages
            .filter((one) => one.group === name)
            .map((village) => ({ code: village.value, name: village.label })),
        }))}
      />
    )
  })

  mount('GET', '/notices/answer', async ({ manner, demo }) => (
    <Answer manner={manner} demo={demo} problems={[]} answer={null} />
  ))
  mount('POST', '/notices/answer', async ({ manner, demo, form, request, tx }) => {
    const wrong = (says: string, values?: FieldProblem['values']) => ({
      status: 422,
      page: <Answer manner={manner} demo={demo} problems={[{ field: 'code', says, values }]} answer={null} />,
    })
    const subject = `objection-answer:${request.ip}`
    if (await tooMany(tx, subject, answersPerAddress)) return wrong('pages:wrong.rest', { minutes: lockMinutes })
    const code = text(form, 'code').normalize('NFKC').replace(/\s/g, '')
    if (!/^\d{6}$/.test(code)) return wrong('pages:wrong.six-digits')
    const found = await asOffice(db, 'objection-answer', (office) => answerFor(office, code))
    if (!found) {
      await countTry(tx, subject)
      return wrong('pages:wrong.answer-code')
    }
    return <Answer manner={manner} demo={demo} problems={[]} answer={{ text: found.answer, on: found.answeredOn }} />
  })

  mount('GET', '/notices/:village', async ({ tx, manner, demo, params }) => {
    const place = await placeOf(tx, params.village, county)
    if (!place) return refuse('not-found')
    const notices = await inVillage(db, place.village, 'notices', (there) =>
      noticesIn(there, place.village, place.today),
    )
    return <VillageNotices manner={manner} demo={demo} village={place.village} name={place.name} notices={notices} />
  })

  const shown = async (
    visit: Visit,
  ): Promise<{ village: AreaCode; name: string; notice: PublicNotice; organ: Organ } | null> => {
    const { tx, params } = visit
    const place = await placeOf(tx, params.village, county)
    if (!place) return null
    const notice = (
      await inVillage(db, place.village, 'notices', (there) => noticesIn(there, place.village, place.today))
    ).find((one) => one.noticeId === params.notice)
    if (!notice) return null
    const organ = (await organOn(tx, place.village, place.today)) ?? (await organByName(tx, place.village, place.today))
    return { village: place.village, name: place.name, notice, organ }
  }

  mount('GET', '/notices/:village/:notice', async (visit) => {
    const found = await shown(visit)
    const { manner, demo } = visit
    return found ? <OneNotice manner={manner} demo={demo} {...found} problems={[]} typed={{}} /> : refuse('not-found')
  })
  mount('POST', '/notices/:village/:notice', async (visit) => {
    const found = await shown(visit)
    if (!found) return refuse('not-found')
    const { manner, demo, form, request, tx } = visit
    const typed = { matter: text(form, 'matter'), objector: text(form, 'objector') }
    const problems: FieldProblem[] = []
    const subject = `objection:${request.ip}`
    if (typed.matter.length < 2) problems.push({ field: 'matter', says: 'pages:wrong.matter' })
    else if (await tooMany(tx, subject, objectionsPerAddress))
      problems.push({ field: 'matter', says: 'pages:wrong.rest', values: { minutes: lockMinutes } })
    if (problems.length)
      return {
        status: 422,
        page: <OneNotice manner={manner} demo={demo} {...found} problems={problems} typed={typed} />,
      }
    const taken = await inVillage(db, found.village, 'objection', (there) =>
      object(there, {
        noticeId: found.notice.noticeId,
        channel: 'page',
        matter: typed.matter.slice(0, 1000),
        objector: typed.objector.slice(0, 100) || null,
      }),
    )
    if (isRefusal(taken)) return taken
    await countTry(tx, subject)
    return (
      <Objected
        manner={manner}
        demo={demo}
        here={`/notices/${found.village}`}
        code={taken.answerCode}
        answerBy={taken.answerBy}
      />
    )
  })
}

const villageCode = (code: string | undefined): AreaCode | null =>
  code && /^\d{12}$/.test(code) ? (code as AreaCode) : null

async function placeOf(
  tx: Tx,
  code: string | undefined,
  county: AreaCode,
): Promise<{ village: AreaCode; name: string; today: Day } | null> {
  const village = villageCode(code)
  if (!village?.startsWith(county)) return null
  const today = await businessDay(tx)
  return (await areaOn(tx, village, today)) ? { village, name: await areaName(tx, village, today), today } : null
}
