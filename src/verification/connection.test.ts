import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { AreaCode } from '../foundation/index.ts'
import { type Connection, connectionFor, useConnections } from './connection.ts'
import { CallFailed, call } from './outbound-call.ts'

const hub = (more: Partial<Connection> = {}): Connection =>
  ({
    kind: 'hub',
    name: 'province-hub',
    title: { zh: '省核对平台', en: 'Province hub' },
    area: '99' as AreaCode,
    sources: ['bank', 'tax'],
    publicKeys: ['key'],
    url: 'https://hub.example',
    token: 't',
    ...more,
  }) as Connection

afterEach(() => useConnections([]))

test('a direct source stands for its agency where it is configured before the hub, and only in its own area', () => {
  const bank = hub({ kind: 'http', name: 'bank', area: '990101' as AreaCode, sources: ['bank'] })
  useConnections([bank, hub()])
  expect(connectionFor('bank', '990101103203' as AreaCode)?.name).toBe('bank')
  expect(connectionFor('bank', '990102101001' as AreaCode)?.name).toBe('province-hub')
  expect(connectionFor('tax', '990101103203' as AreaCode)?.name).toBe('province-hub')
  expect(connectionFor('vehicles', '990101103203' as AreaCode)).toBeNull()
})

test('personal data leave encrypted or not at all, and nobody’s answers count without a key', () => {
  expect(() => useConnections([hub({ url: 'http://10.0.0.8' })])).toThrow(/https/)
  expect(() => useConnections([hub({ url: 'https://user:secret@hub.example' })])).toThrow(/password/)
  expect(() => useConnections([hub({ publicKeys: [] })])).toThrow(/key/)
  expect(() => useConnections([hub(), hub()])).toThrow(/one name/)
  useConnections([hub({ url: 'http://127.0.0.1:9' })])
})

test('a call goes where it was configured: no redirect, no other host, no endless answer, no endless wait', async () => {
  const server = createServer((request, response) => {
    if (request.url === '/away') response.writeHead(302, { location: 'http://169.254.169.254/' }).end()
    else if (request.url === '/much') response.end(Buffer.alloc(3000))
    else if (request.url === '/cut')
      response.writeHead(200, { 'content-length': '10' }).write('x', () => response.destroy())
    else if (request.url === '/slow') setTimeout(() => response.end('late'), 2000).unref()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const trouble = (path: string, more = {}) =>
    call({ method: 'GET', base, path, token: 't', ...more }).then(
      () => 'nothing',
      (problem: unknown) => (problem instanceof CallFailed ? problem.trouble : problem),
    )
  try {
    expect(await trouble('/away')).toBe('redirected')
    expect(await trouble('http://169.254.169.254/latest')).toBe('redirected')
    expect(await trouble('/much', { largest: 1000 })).toBe('too-large')
    expect(await trouble('/cut')).toBe('cut-off')
    expect(await trouble('/slow', { timeoutMs: 200 })).toBe('too-slow')
    expect(
      await call({ method: 'GET', base: 'http://127.0.0.1:1', path: '/', token: 't' }).catch((e) => e.trouble),
    ).toBe('unreachable')
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
