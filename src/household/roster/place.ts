import { type AreaCode, contains, type Day } from '../../foundation/index.ts'
import type { Tx } from '../../platform/index.ts'
import { knownArea, successorsOf } from '../area-store.ts'
import type { ProblemCode, RosterFamily } from './families.ts'

interface Named {
  code: AreaCode
  key: string
  ended: boolean
}

/** 丰收村民委员会, 丰收村 and 丰收 are the same place in a roster. */
const placeKey = (name: string): string =>
  name
    .replace(/[\s()()]/g, '')
    .replace(/(社区)?(村民|居民)?委员会$/, '')
    .replace(/(村|居)委会?$/, '')
    .replace(/(街道)?办事处$/, '')
    .replace(/(人民)?政府$/, '')
    .replace(/(社区|行政村|村|镇|民族乡|乡|街道)$/, '')

interface Gazetteer {
  townships: Named[]
  villages: Named[]
}

/** All townships and villages of the importing area, ended ones too: rosters keep old names for years. */
async function gazetteer(tx: Tx, within: AreaCode, on: Day): Promise<Gazetteer> {
  const rows = await tx
    .selectFrom('area')
    .select(['code', 'name', 'until'])
    .where('code', '>=', within.slice(0, 6))
    .where('code', '<', `${within.slice(0, 6)}~`)
    .where('since', '<=', on)
    .orderBy('code')
    .orderBy('since')
    .execute()
  const named = (length: number): Named[] =>
    rows
      .filter(({ code }) => code.length === length)
      .map(({ code, name, until }) => ({
        code: code as AreaCode,
        key: placeKey(name),
        ended: until !== null && until <= on,
      }))
  return { townships: named(9), villages: named(12) }
}

/**
 * Finds the village a row names, or says what is wrong with it. A merged village becomes its successor. A roster names
 * few places many times, so each is looked up once.
 */
export async function placeFinder(
  tx: Tx,
  within: AreaCode,
  on: Day,
): Promise<(place: RosterFamily['place']) => Promise<AreaCode | ProblemCode>> {
  const places = await gazetteer(tx, within, on)
  const known = new Map<string, AreaCode | ProblemCode>()
  return async (place) => {
    const key = [place.areaCode, place.township, place.village].join('|')
    const answer = known.get(key) ?? (await find(tx, places, place, within, on))
    known.set(key, answer)
    return answer
  }
}

async function find(
  tx: Tx,
  places: Gazetteer,
  place: RosterFamily['place'],
  within: AreaCode,
  on: Day,
): Promise<AreaCode | ProblemCode> {
  const found = await locate(tx, places, place, within)
  if (!/^\d/.test(found)) return found
  const code = found as AreaCode
  if (!contains(within, code)) return 'outside-your-area'
  const [now] = await successorsOf(tx, code, on)
  return now ?? code
}

async function locate(
  tx: Tx,
  places: Gazetteer,
  place: RosterFamily['place'],
  within: AreaCode,
): Promise<AreaCode | ProblemCode> {
  if (place.areaCode.length === 12 || place.areaCode.length === 9) {
    const code = place.areaCode as AreaCode
    return (await knownArea(tx, code)) ? code : 'village-unknown'
  }
  let township = within.length >= 9 ? (within.slice(0, 9) as AreaCode) : null
  if (place.township) {
    const key = placeKey(place.township)
    const named = places.townships.filter((one) => one.key === key)
    if (named.length !== 1) return named.length === 0 ? 'village-unknown' : 'village-ambiguous'
    township = named[0]!.code
  }
  if (!place.village) return township ?? 'village-unknown'
  const key = placeKey(place.village)
  const all = places.villages.filter((one) => one.key === key && (!township || contains(township, one.code)))
  // A name that lives on is meant before one that ended.
  const villages = all.some((one) => !one.ended) ? all.filter((one) => !one.ended) : all
  if (new Set(villages.map(({ code }) => code)).size > 1) return 'village-ambiguous'
  return villages[0]?.code ?? 'village-unknown'
}
