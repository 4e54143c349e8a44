import { areaCode, checkCharacter, day } from '../foundation/index.ts'
import { readConfig } from '../platform/index.ts'
import type { FreshDatabase } from '../platform/testkit/index.ts'
import { type Frame, openServer } from '../server/index.ts'
import { mountPages } from './index.ts'

/** The pages of an empty county, for tests. */
export async function openPages(database: FreshDatabase): Promise<Frame> {
  const config = readConfig({ DOUDI_DEMO: '1', DATA_DIR: '/tmp' })
  const frame = await openServer(database.db, config)
  mountPages(frame, config, {
    county: areaCode('990101'),
    stories: async () => [],
    seeding: () => ({ state: 'ready', step: '', done: 0, total: 0 }),
    enterAsCitizen: async () => null,
    passWorkingDays: async () => day('2025-03-01'),
  })
  return frame
}

export interface Answered {
  status: number
  body: string
  url: string
}

export interface Browser {
  jar: Map<string, string>
  get(url: string): Promise<Answered>
  post(url: string, form: Record<string, string>): Promise<Answered>
  /** A form with files, as a browser sends it. */
  upload(
    url: string,
    fields: Record<string, string>,
    file: { field: string; name: string; bytes: Buffer },
  ): Promise<Answered>
}

/** A browser without JavaScript: cookies, forms, redirects. */
export function openBrowser(frame: Frame, jar = new Map<string, string>()): Browser {
  const send = async (
    method: 'GET' | 'POST',
    url: string,
    body?: { type: string; payload: string | Buffer },
  ): Promise<Answered> => {
    const reply = await frame.app.inject({
      method,
      url,
      headers: {
        host: 'localhost',
        origin: 'http://localhost',
        cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; '),
        ...(body && { 'content-type': body.type }),
      },
      ...(body && { payload: body.payload }),
    })
    for (const c of reply.cookies) jar.set(c.name, c.value)
    const to = reply.headers.location
    return typeof to === 'string' ? send('GET', to) : { status: reply.statusCode, body: reply.body, url }
  }
  return {
    jar,
    get: (url) => send('GET', url),
    post: (url, form) =>
      send('POST', url, {
        type: 'application/x-www-form-urlencoded',
        payload: new URLSearchParams(form).toString(),
      }),
    upload(url, fields, { field, name, bytes }) {
      const edge = '----doudi'
      const parts = Object.entries(fields).map(
        ([key, value]) => `--${edge}\r\ncontent-disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`,
      )
      const head = `--${edge}\r\ncontent-disposition: form-data; name="${field}"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`
      return send('POST', url, {
        type: `multipart/form-data; boundary=${edge}`,
        payload: Buffer.concat([Buffer.from(parts.join('') + head), bytes, Buffer.from(`\r\n--${edge}--\r\n`)]),
      })
    },
  }
}

/** A number of the invented county with its right check character. */
export const identityNumber = (birth: string, sequence: string): string => {
  const seventeen = `990101${birth.replaceAll('-', '')}${sequence}`
  return seventeen + checkCharacter(seventeen)
}
