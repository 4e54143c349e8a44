import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Secrets, testSecrets } from './config.ts'
import { fieldCrypto } from './crypto.ts'
import { fileStore } from './files.ts'

const number = '990101197503150026'

/** The administrator adds a key and names it the current one (docs/deployment.md §2). */
const rotated = (secrets: Secrets): Secrets => ({
  ...secrets,
  fieldKeys: { ...secrets.fieldKeys, k2: testSecrets().fieldKeys.k1! },
  currentFieldKey: 'k2',
})

describe.each(['aes', 'sm'] as const)('%s', (suite) => {
  test('whatever is sealed opens again in its own row, and nowhere else', () => {
    const crypto = fieldCrypto(testSecrets(), suite)
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const sealed = crypto.seal(text, 'person.number:1')
        expect(crypto.open(sealed, 'person.number:1')).toBe(text)
        expect(() => crypto.open(sealed, 'person.number:2')).toThrow()
      }),
      { numRuns: 50 },
    )
  })

  test('a number sealed twice looks different each time, and a changed letter is noticed', () => {
    const crypto = fieldCrypto(testSecrets(), suite)
    const [one, two] = [crypto.seal(number, 'x'), crypto.seal(number, 'x')]
    expect(one).not.toBe(two)
    const parts = one.split('.')
    const text = Buffer.from(parts[4]!, 'base64url')
    text[0]! ^= 1
    expect(() => crypto.open([...parts.slice(0, 4), text.toString('base64url')].join('.'), 'x')).toThrow()
  })

  test('a new key from today on: what was sealed yesterday opens, new values carry the new key, a search finds both', () => {
    const before = testSecrets()
    const old = fieldCrypto(before, suite)
    const now = fieldCrypto(rotated(before), suite)
    expect(now.open(old.seal(number, 'x'), 'x')).toBe(number)
    expect(now.seal(number, 'x')).toMatch(new RegExp(`^${suite}\\.k2\\.`))
    expect(now.blindIndex('number', number)).toBe(old.blindIndex('number', number))
    expect(() => old.open(now.seal(number, 'x'), 'x')).toThrow('k2')
  })
})

test('the fingerprint of a telephone tells nothing about an account with the same digits', () => {
  const crypto = fieldCrypto(testSecrets())
  expect(crypto.blindIndex('phone', '13900000001')).not.toBe(crypto.blindIndex('account', '13900000001'))
})

test('a kept page opens after the key was changed; one that was altered on the disk does not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'doudi-files-'))
  try {
    const secrets = testSecrets()
    const page = Buffer.from('a page')
    const { id } = await fileStore(folder, secrets).put(page)
    const later = fileStore(folder, rotated(secrets))
    expect(await later.get(id)).toEqual(page)
    expect((await later.put(page)).id).toMatch(/^k2-/)
    const path = join(folder, 'files', id.slice(-2), id)
    const bytes = readFileSync(path)
    expect(bytes.includes(page)).toBe(false)
    bytes[bytes.length - 1]! ^= 1
    writeFileSync(path, bytes)
    await expect(later.get(id)).rejects.toThrow()
  } finally {
    rmSync(folder, { recursive: true })
  }
})
