import { type AreaCode, type Day, day, upwards } from '../foundation/index.ts'

/** [S] read in the text, [S~] read in a passage about it, [M] believed, [D] our own setting: change it by a dated row. */
export type Mark = 'S' | 'S~' | 'M' | 'D'

export interface Setting {
  /** '' is the nation; the nearest area wins. */
  area: AreaCode
  since: Day
  value: number
  source: string
  mark: Mark
}

const nation = '' as AreaCode
const setting = (value: number, source: string, mark: Mark): Setting => ({
  area: nation,
  since: day('2021-01-01'),
  value,
  source,
  mark,
})

/** Figures of the verification procedure that differ between places. A place's own value is another row, never code. */
const settings = {
  /** How long a report may be relied on. */
  reportValidMonths: [setting(6, 'VER-07', 'M')],
  /** Working days the family has to explain a figure that does not fit. */
  rebuttalDays: [setting(10, 'VER-05', 'S~')],
  /** Working days the office has to look again once the evidence is there. */
  recheckDays: [setting(10, 'VER-05', 'S~')],
  /** Working days a round of asking waits before the silence is written down. */
  answerDays: [setting(10, '核对时限,宣州4、东莞2工作日不等 VER-04', 'M')],
  /** The longest an authorisation may run. */
  authorisationMonths: [setting(24, 'VER-03 保存期限最短', 'D')],
  /** A figure older than this is shown with its day and not compared. */
  staleDays: [setting(180, '核对数据时点', 'D')],
  /** How far a figure may lie above what was declared before the family is asked: fen, and basis points of the declared. */
  toleranceFen: [setting(20_000, '申报误差', 'D')],
  toleranceBasisPoints: [setting(1000, '申报误差', 'D')],
  /** Natural days that the answer itself is kept; the finding and the digest stay (VER-03). */
  keepDays: [setting(730, 'VER-03 到期删除', 'D')],
  /** How often one enquiry is tried before it counts as unanswered. */
  tries: [setting(5, '重试', 'D')],
  /** Households in one list for the hub. */
  batchHouseholds: [setting(200, '批量', 'D')],
} as const satisfies Record<string, readonly Setting[]>

export type SettingName = keyof typeof settings
export const settingNames = Object.keys(settings) as SettingName[]

/** The value for a place on a day, with where it comes from. */
export function settingIn(
  name: SettingName,
  area: AreaCode,
  on: Day,
  rows: readonly Setting[] = settings[name],
): Setting {
  for (const place of upwards(area)) {
    const here = rows.filter((row) => row.area === place && row.since <= on)
    const latest = here.sort((a, b) => (a.since < b.since ? 1 : -1))[0]
    if (latest) return latest
  }
  throw new Error(`Defect: no value of ${name} for ${area} on ${on}`)
}

export const valueIn = (name: SettingName, area: AreaCode, on: Day): number => settingIn(name, area, on).value
