import type { Config, Db, Tx } from '../platform/index.ts'

/** What the command line needs from the composition root, handed in by `main`. */
export interface CliHouse {
  /** Opens database and keys, without server or worker. */
  open(): Promise<OpenHouse>
  serve(): Promise<void>
  work(): Promise<void>
}

export interface OpenHouse {
  config: Config
  db: Db
  ownerUrl: string
  /** One transaction of a verb, as the system, after the who-may table was asked. */
  as<Result>(verb: string, work: (tx: Tx) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

/** Opens the installation for one verb and closes it whatever happens. */
export async function withHouse<Result>(house: CliHouse, work: (open: OpenHouse) => Promise<Result>): Promise<Result> {
  const open = await house.open()
  try {
    return await work(open)
  } finally {
    await open.close()
  }
}
