import { type AreaCode, type Fen, yuan, yuanText } from '../../foundation/index.ts'
import { areaOn } from '../../household/index.ts'
import { businessDay } from '../../platform/index.ts'
import type { Names } from '../../policy/index.ts'
import { type Manner, mannerCookie } from '../manner.ts'
import { goTo, type Mount, type PageAnswer, type Visit } from '../page.ts'
import type { FieldProblem } from '../problem.ts'
import { villagesOf } from '../villages.ts'
import {
  CheckQuestions,
  CheckResult,
  CheckStart,
  countQuestions,
  healths,
  moneyQuestions,
  mostPeople,
} from './check.tsx'
import { type CheckAnswers, estimate } from './estimate.ts'

const text = (form: Visit['form'], name: string) =>
  String(form[name] ?? '')
    .normalize('NFKC')
    .trim()

/** S2: the live estimate. Answers travel in the form and are stored nowhere. */
export function checkRoutes(mount: Mount, county: AreaCode): void {
  const start = async (visit: Visit, problems: FieldProblem[] = []) => {
    const page = CheckStart({
      ...visit,
      problems,
      typed: visit.form,
      villages: await villagesOf(visit.tx, county, await businessDay(visit.tx)),
      about: text(visit.form, 'about') || visit.query.about || '',
      forOther: visit.query.for === 'other',
    })
    return problems.length ? { status: 422, page } : page
  }
  mount('GET', '/check', (visit) => start(visit))
  mount('POST', '/check', async (visit) => {
    const { area, count, problems } = await readPlace(visit)
    const about = text(visit.form, 'about')
    return problems.length
      ? start(visit, problems)
      : goTo(`/check/questions?${new URLSearchParams({ area, count: String(count), about })}`)
  })
  /** An address of its own, so that going back is safe; posted with the answers when they are to be changed. */
  const questions = async (visit: Visit): Promise<PageAnswer> => {
    const given = visit.request.method === 'POST' ? visit.form : visit.query
    const { area, count, problems } = await readPlace({ ...visit, form: given })
    if (problems.length) return start(visit, problems)
    return CheckQuestions({ ...visit, problems: [], typed: visit.form, area, count, about: text(given, 'about') })
  }
  mount('GET', '/check/questions', questions)
  mount('POST', '/check/questions', questions)
  mount('POST', '/check/result', async (visit) => {
    // Changing size or language from here comes as the same answers again.
    for (const name of ['large', 'lang'])
      if (/^([01]|zh|en)$/.test(visit.query[name] ?? '')) visit.setCookie(name, visit.query[name]!, mannerCookie)
    const place = await readPlace(visit)
    if (place.problems.length) return start(visit, place.problems)
    const { answers, problems } = readAnswers(visit.form, place)
    if (problems.length)
      return {
        status: 422,
        page: CheckQuestions({
          ...visit,
          problems,
          typed: visit.form,
          area: place.area,
          count: place.count,
          about: text(visit.form, 'about'),
        }),
      }
    const step = Number(text(visit.form, 'try'))
    if (Number.isInteger(step) && Math.abs(step) <= 10_000 && answers.wage !== null) {
      const moved = answers.wage + BigInt(step) * 100n
      answers.wage = moved < 0n ? 0n : moved
    }
    const typed = { ...visit.form, wage: answers.wage === null ? '' : yuanText(answers.wage) }
    return CheckResult({
      ...visit,
      answers,
      estimate: estimate(answers, await businessDay(visit.tx), whoIsWho(visit.manner, place.count)),
      typed,
    })
  })
}

async function readPlace({
  tx,
  form,
}: Visit): Promise<{ area: string; residence: 'urban' | 'rural'; count: number; problems: FieldProblem[] }> {
  const problems: FieldProblem[] = []
  const code = text(form, 'area')
  const area = /^\d{12}$/.test(code) ? await areaOn(tx, code as AreaCode, await businessDay(tx)) : null
  if (!area) problems.push({ field: 'area', says: 'pages:wrong.village' })
  const count = Number(text(form, 'count'))
  if (!Number.isInteger(count) || count < 1 || count > mostPeople)
    problems.push({ field: 'count', says: 'pages:wrong.people' })
  return { area: code, residence: area?.residence ?? 'rural', count, problems }
}

function readAnswers(
  form: Visit['form'],
  place: { area: string; residence: 'urban' | 'rural'; count: number },
): { answers: CheckAnswers; problems: FieldProblem[] } {
  const problems: FieldProblem[] = []
  const money = (field: string): Fen | null => {
    const plain = text(form, field).replace(/[,\s元¥]/g, '')
    if (plain === '') return null
    try {
      const fen = yuan(plain)
      if (fen >= 0n && fen <= 1_000_000_000n) return fen
      problems.push({ field, says: fen < 0n ? 'pages:wrong.negative' : 'pages:wrong.too-much' })
    } catch {
      problems.push({ field, says: 'pages:wrong.money' })
    }
    return null
  }
  const count = (field: string, most: number): number | null => {
    const plain = text(form, field)
    if (plain === '') return null
    if (/^\d{1,3}$/.test(plain) && Number(plain) <= most) return Number(plain)
    problems.push({ field, says: 'pages:wrong.count' })
    return null
  }
  const [wage, farm, pension, other, deposits] = moneyQuestions.map(money) as [
    Fen | null,
    Fen | null,
    Fen | null,
    Fen | null,
    Fen | null,
  ]
  const [homes, vehicles, businesses] = countQuestions.map((name) => count(name, 99)) as [
    number | null,
    number | null,
    number | null,
  ]
  const people = Array.from({ length: place.count }, (_, i) => ({
    age: count(`age${i + 1}`, 120),
    health: healths.find((h) => h === text(form, `health${i + 1}`)) ?? null,
  }))
  return {
    answers: {
      area: place.area as AreaCode,
      residence: place.residence,
      people,
      wage,
      farm,
      pension,
      other,
      deposits,
      homes,
      vehicles,
      businesses,
    },
    problems,
  }
}

/** What the people of an estimate are called, since nobody gave a name. */
const whoIsWho = ({ t }: Manner, count: number): Names =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `p${i + 1}`,
      i === 0 ? t('pages:check.your-own') : t('pages:check.persons-own', { n: i + 1 }),
    ]),
  )
