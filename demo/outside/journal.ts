import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * What an organisation has received, one JSON value a line, synced before it says yes. A last line that was cut by a
 * sudden death is dropped when the journal is opened again: its sender got no answer and will send again.
 */
export interface Journal<Entry> {
  readonly entries: readonly Entry[]
  add(...entries: Entry[]): void
  close(): void
}

const newline = 10

export function openJournal<Entry>(path: string | null): Journal<Entry> {
  const entries: Entry[] = []
  if (path === null)
    return {
      entries,
      add: (...added) => {
        for (const entry of added) entries.push(entry)
      },
      close: () => {},
    }
  mkdirSync(dirname(path), { recursive: true })
  if (existsSync(path)) {
    const bytes = readFileSync(path)
    const whole = bytes.lastIndexOf(newline) + 1
    // Line by line: the journal of a large county is longer than one text may be.
    for (let from = 0; from < whole; ) {
      const end = bytes.indexOf(newline, from)
      entries.push(JSON.parse(bytes.toString('utf8', from, end)) as Entry)
      from = end + 1
    }
    if (whole < bytes.length) keepFile(path, bytes.subarray(0, whole))
  }
  const file = openSync(path, 'a', 0o600)
  return {
    entries,
    add: (...added) => {
      writeWhole(file, added.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
      fsyncSync(file)
      for (const entry of added) entries.push(entry)
    },
    close: () => closeSync(file),
  }
}

function writeWhole(file: number, content: string | Uint8Array): void {
  const bytes = Buffer.from(content)
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done)
}

/** A file that is either there whole or not there: written beside, synced, renamed. */
export function keepFile(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true })
  const beside = `${path}.part`
  const file = openSync(beside, 'w', 0o600)
  writeWhole(file, content)
  fsyncSync(file)
  closeSync(file)
  renameSync(beside, path)
}

export const stateFile = (folder: string | null, ...names: string[]): string | null =>
  folder === null ? null : join(folder, ...names)
