import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig, readSecrets } from './config.ts'

const production = { NODE_ENV: 'production', DATABASE_URL: 'postgres://doudi@db/doudi' }

test('the address on papers is the county’s own name with TLS; anything else is refused at the start, with what to write', () => {
  expect(readConfig({ ...production, DOUDI_PUBLIC_ADDRESS: 'https://dibao.example.gov.cn/' }).publicAddress).toBe(
    'https://dibao.example.gov.cn',
  )
  expect(readConfig(production).publicAddress).toBeNull()
  for (const wrong of [
    'http://dibao.example.gov.cn',
    'dibao.example.gov.cn',
    'https://x.example/p',
    'https://me@x.example',
    'ftp://x',
  ])
    expect(() => readConfig({ ...production, DOUDI_PUBLIC_ADDRESS: wrong }), wrong).toThrow('DOUDI_PUBLIC_ADDRESS')
})

test('production without a database, or with the demo, does not start', () => {
  expect(() => readConfig({ NODE_ENV: 'production' })).toThrow('DATABASE_URL')
  expect(() => readConfig({ ...production, DOUDI_DEMO: '1' })).toThrow('DOUDI_DEMO')
})

test('keys are made once, for their owner’s eyes; in service they are never made by themselves', () => {
  const folder = mkdtempSync(join(tmpdir(), 'doudi-keys-'))
  try {
    const trying = readConfig({ DATA_DIR: folder })
    const made = readSecrets(trying, {})
    expect((statSync(join(folder, 'secrets.json')).mode & 0o777).toString(8)).toBe('600')
    expect(readSecrets(trying, {})).toEqual(made)
    const elsewhere = join(folder, 'none.json')
    expect(() =>
      readSecrets(readConfig({ ...production, DATA_DIR: folder }), { DOUDI_SECRETS_FILE: elsewhere }),
    ).toThrow(elsewhere)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
