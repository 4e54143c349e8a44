import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { readCases, readUnlessSaid, type WorkedCase } from './cases.ts'

/** The worked cases of `cases/dibao`, read from the disk for tests. */
const folder = fileURLToPath(new URL('../../cases/dibao/', import.meta.url))
const yamlOf = (name: string): unknown => parse(readFileSync(folder + name, 'utf8'), { merge: true })

export const caseFiles = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml') && !name.startsWith('00-'))
  .toSorted()
const unless = readUnlessSaid(yamlOf('00-unless-said.yaml'))
export const casesIn = (name: string): WorkedCase[] => readCases(name, yamlOf(name), unless)
export const allCases = (): WorkedCase[] => caseFiles.flatMap(casesIn)
