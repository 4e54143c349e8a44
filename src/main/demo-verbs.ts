import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type ExitCode, exit, isWholeNumber, type VerbDefinition } from '../cli/index.ts'
import { businessDay, readConfig, systemActor, withScope } from '../platform/index.ts'
import { fewestMonths, isEmpty, makeCounty, type SeedSize, usualSize } from './demo.ts'
import { openInstallation } from './open.ts'
import { openOutside } from './outside.ts'
import { pagesHouse } from './pages.ts'

const number = (usual: number, least: number, most: number) => ({
  fallback: String(usual),
  check: isWholeNumber(least, most),
})

const demoConfig = () => readConfig({ ...process.env, DOUDI_DEMO: '1' })

/** Verbs that make, move and throw away the invented county; refused in production by the configuration itself. */
export const demoVerbs: VerbDefinition[] = [
  {
    name: 'demo seed',
    summary: '生成示例县 · make the demo county',
    options: [
      ['--households <n>', '户数 · families on the roster', number(usualSize.households, 1, 1_000_000)],
      ['--cases <n>', '办件数 · cases', number(usualSize.cases, 0, 10_000)],
      ['--seed <n>', '种子 · same seed, same county', number(usualSize.seed, 0, 1_000_000)],
      [
        '--months <n>',
        '发放月数(三个故事要往回看半年) · months of payments; the stories reach back half a year',
        number(usualSize.months, fewestMonths, 36),
      ],
    ],
    example: 'doudi demo seed --households 100000 --seed 7',
    run: async (out, options): Promise<ExitCode> => {
      const size: SeedSize = {
        households: Number(options.households),
        cases: Number(options.cases),
        seed: Number(options.seed),
        months: Number(options.months),
      }
      const config = demoConfig()
      const installation = await openInstallation({ config, say: out.note })
      const outside = await openOutside(config)
      try {
        if (!(await isEmpty(installation.db))) {
          out.note('数据库里已有数据,没有动。先运行 doudi demo reset · not empty; nothing was changed')
          return exit.conflict
        }
        await makeCounty(installation, outside, size, (now) => {
          if (now.state === 'making') out.progress(now.step, now.done, now.total)
        })
        out.data(size, `示例县已建好:${size.households} 户、${size.cases} 件、${size.months} 个月`)
        return exit.ok
      } finally {
        await outside.stop()
        await installation.close()
      }
    },
  },
  {
    name: 'demo reset',
    summary: '删掉示例县 · throw the demo county away',
    example: 'doudi demo reset',
    run: async (out): Promise<ExitCode> => {
      demoConfig()
      const script = fileURLToPath(new URL('../../scripts/dev.mjs', import.meta.url))
      // What it says is for reading: stdout is for data.
      const { status } = spawnSync(process.execPath, [script, 'reset'], { stdio: ['ignore', 2, 2] })
      if (status !== 0) return exit.failure
      out.data({ removed: true }, '已删除 · gone')
      return exit.ok
    },
  },
  {
    name: 'demo clock',
    summary: '演示日期前进 · go forward in working days',
    options: [['--days <n>', '工作日数 · working days', number(1, 1, 60)]],
    example: 'doudi demo clock --days 5',
    run: async (out, options): Promise<ExitCode> => {
      const days = Number(options.days)
      const config = demoConfig()
      const installation = await openInstallation({ config, say: out.note })
      const outside = await openOutside(config)
      try {
        const house = pagesHouse(installation, outside, { state: 'ready', step: '', done: 0, total: 0 })
        await house.passWorkingDays(days)
        const day = await withScope(installation.db, { actor: systemActor('cli:demo clock') }, businessDay)
        out.data({ businessDay: day }, `今天是 ${day}`)
        return exit.ok
      } finally {
        await outside.stop()
        await installation.close()
      }
    },
  },
]
