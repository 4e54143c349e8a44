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

/** A guess is worth showing once a step has lasted a little (ux §6). */
const patienceMs = 3_000

/** `还要约 2 分 10 秒 · about 130 s left`, from what the step has taken so far; empty while nobody can know. */
export function timeLeft(elapsedMs: number, done: number, total: number): string {
  if (done <= 0 || done >= total || elapsedMs < patienceMs) return ''
  const seconds = Math.ceil((elapsedMs * (total - done)) / done / 1000)
  const spoken = seconds < 60 ? `${seconds} 秒` : `${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒`
  return `还要约 ${spoken} · about ${seconds} s left`
}

export function terminalOutput(json: boolean): Output {
  const tty = process.stderr.isTTY === true
  const step = { label: '', since: 0, shown: -1 }
  return {
    json,
    data: (value, inWords) =>
      process.stdout.write(
        `${json ? JSON.stringify(value, (_k, v: unknown) => (typeof v === 'bigint' ? Number(v) : v)) : inWords}\n`,
      ),
    note: (line) => process.stderr.write(`${line}\n`),
    progress(label, done, total) {
      if (label !== step.label) Object.assign(step, { label, since: performance.now(), shown: -1 })
      const percent = total === 0 ? 100 : Math.floor((done * 100) / total)
      const left = timeLeft(performance.now() - step.since, done, total)
      if (tty) {
        const filled = Math.floor(percent / 5)
        const bar = `${label} ${'▓'.repeat(filled)}${'░'.repeat(20 - filled)} ${done}/${total} ${left}`
        // The rest of the line is wiped: the guess gets shorter.
        process.stderr.write(`\r${bar}\u001b[K${done >= total ? '\n' : ''}`)
      } else if (percent >= step.shown + 25 || done >= total) {
        step.shown = percent
        process.stderr.write(`${label} ${done}/${total} ${left}`.trimEnd().concat('\n'))
      }
    },
  }
}
