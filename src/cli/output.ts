/** What a command prints to: data on stdout, progress and trouble on stderr (ux §6). */
export interface Output {
  json: boolean
  data(value: unknown, inWords: string): void
  note(line: string): void
  progress(label: string, done: number, total: number): void
}

/** 0 ok · 1 failure · 2 usage · 3 validation found problems · 4 conflict or locked · 130 interrupted. */
export const exit = { ok: 0, failure: 1, usage: 2, problems: 3, conflict: 4, interrupted: 130 } as const
export type ExitCode = (typeof exit)[keyof typeof exit]

export function terminalOutput(json: boolean): Output {
  const tty = process.stderr.isTTY === true
  let lastShown = -1
  return {
    json,
    data: (value, inWords) =>
      process.stdout.write(
        `${json ? JSON.stringify(value, (_k, v: unknown) => (typeof v === 'bigint' ? Number(v) : v), 2) : inWords}\n`,
      ),
    note: (line) => process.stderr.write(`${line}\n`),
    progress(label, done, total) {
      const percent = total === 0 ? 100 : Math.floor((done * 100) / total)
      if (tty) {
        const filled = Math.floor(percent / 5)
        process.stderr.write(
          `\r${label} ${'▓'.repeat(filled)}${'░'.repeat(20 - filled)} ${done}/${total}${done >= total ? '\n' : ''}`,
        )
      } else if (percent >= lastShown + 25 || done >= total) {
        lastShown = done >= total ? -1 : percent
        process.stderr.write(`${label} ${done}/${total}\n`)
      }
    },
  }
}
