import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type ExitCode, exit, type VerbDefinition } from '../cli/index.ts'
import { businessDay, readConfig, systemActor, withScope } from '../platform/index.ts'
import { fewestMonths, isEmpty, makeCounty, type SeedSize, usualSize } from './demo.ts'
import { openInstallation } from './open.ts'
import { openOutside } from './outside.ts'
import { pagesHouse } from './pages.ts'

const demoConfig = () => readConfig({ ...process.env, DOUDI_DEMO: '1' })

/** Verbs that make, move and throw away the invented county; refused in production by the configuration itself. */
export const demoVerbs: VerbDefinition[] = [
  {
    name: 'demo seed',
    summary: '生成示例县 · make the demo county',
    options: [
      ['--households <n>', '户数 · families on the roster', String(usualSize.households)],
      ['--cases <n>', '办件数 · cases', String(usualSize.cases)],
      ['--seed <n>', '种子 · same seed, same county', String(usualSize.seed)],
      ['--months <n>', `发放月数,不少于 ${fewestMonths} · months of payments`, String(usualSize.months)],
    ],
    example: 'doudi demo seed --households 100000 --seed 7',
    run: async (out, options): Promise<ExitCode> => {
      const size: SeedSize = {
        households: Number(options.households),
        cases: Number(options.cases),
        seed: Number(options.seed),
        months: Number(options.months),
      }
      if (Object.values(size).some((n) => !Number.isSafeInteger(n) || n < 0)) {
        out.note('户数、办件数、种子和月数都是不小于 0 的整数 · whole numbers, please')
        return exit.usage
      }
      if (size.months < fewestMonths || size.months > 36) {
        out.note(`--months 是 ${fewestMonths} 到 36:三个故事要往回看半年 · ${fewestMonths} to 36 months`)
        return exit.usage
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
      const code = spawnSync(process.execPath, [script, 'reset'], { stdio: 'inherit' }).status
      out.note('已删除 · gone')
      return code === 0 ? exit.ok : exit.failure
    },
  },
  {
    name: 'demo clock',
    summary: '演示日期前进 · go forward in working days',
    options: [['--days <n>', '工作日数 · working days', '1']],
    example: 'doudi demo clock --days 5',
    run: async (out, options): Promise<ExitCode> => {
      const days = Number(options.days)
      if (!Number.isInteger(days) || days < 1 || days > 60) {
        out.note('工作日数是 1 到 60 · 1 to 60 working days')
        return exit.usage
      }
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
