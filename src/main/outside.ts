import type { AreaCode, Day } from '../foundation/index.ts'
import { type Bank, bankOverHttp } from '../payments/index.ts'
import type { Config } from '../platform/index.ts'
import { sources, useConnections } from '../verification/index.ts'

/** The organisations around a county: the bank and the verification hub, as configured; in the demo two processes beside us. */
export interface OutsideWorld {
  bankOf(book: string): Bank | null
  /** Only in the demo: the processes, and the doors of whoever plays the world. */
  demo: DemoWorld | null
  stop(): Promise<void>
}

type KeptProcess = Awaited<ReturnType<typeof import('../../demo/outside/start-process.ts').keepOutside>>

export interface DemoWorld {
  /** The bank lives on the county's calendar. */
  setDay(day: Day): Promise<void>
  bank: KeptProcess
  agencies: KeptProcess
}

export async function openOutside(config: Config, env: NodeJS.ProcessEnv = process.env): Promise<OutsideWorld> {
  if (config.demo)
    return openDemoWorld(config, {
      bank: env.DOUDI_DEMO_BANK_PORT ?? '0',
      agencies: env.DOUDI_DEMO_AGENCIES_PORT ?? '0',
    })
  connectHub(env)
  const bank = env.BANK_URL && env.BANK_TOKEN ? bankOverHttp({ url: env.BANK_URL, token: env.BANK_TOKEN }) : null
  return { bankOf: () => bank, demo: null, stop: async () => {} }
}

function connectHub(env: NodeJS.ProcessEnv): void {
  const { HUB_URL: url, HUB_TOKEN: token, HUB_PUBLIC_KEY: key, HUB_AREA: area } = env
  if (!url || !token || !key) return
  useConnections([
    {
      kind: 'hub',
      name: 'province-hub',
      title: { zh: '省核对平台', en: 'Province hub' },
      area: (area ?? '') as AreaCode,
      sources,
      url,
      token,
      publicKeys: [key],
    },
  ])
}

/** A fixed port lets whoever plays the world close an account or plant a figure, through the control door. */
async function openDemoWorld(config: Config, ports: { bank: string; agencies: string }): Promise<OutsideWorld> {
  const { keepOutside } = await import('../../demo/outside/start-process.ts')
  const { controlOf } = await import('../../demo/county/months.ts')
  const [bank, agencies] = await Promise.all([
    keepOutside('bank', { port: ports.bank, args: ['--seed', '1', '--state', `${config.dataDir}/demo-bank`] }),
    keepOutside('agencies', {
      port: ports.agencies,
      args: ['--seed', '1', '--state', `${config.dataDir}/demo-agencies`],
    }),
  ])
  const { url, clientToken, publicKey } = agencies.announcement
  useConnections([
    {
      kind: 'hub',
      name: 'province-hub',
      title: { zh: '省核对平台(演示)', en: 'Province hub (demo)' },
      area: '99' as AreaCode,
      sources,
      url,
      token: clientToken,
      publicKeys: [publicKey],
      demoDay: true,
    },
  ])
  const client = bankOverHttp({ url: bank.announcement.url, token: bank.announcement.clientToken })
  return {
    bankOf: () => client,
    demo: { bank, agencies, setDay: (day) => controlOf(bank).day(day) },
    async stop() {
      await Promise.all([bank.stop(), agencies.stop()])
    },
  }
}
