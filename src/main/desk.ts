import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { Frame } from '../server/index.ts'

const built = fileURLToPath(new URL('../../dist/desk/', import.meta.url))

/** Serves the built staff application: assets for ever (their names change with them), the page itself with a fresh nonce. */
export async function mountDesk({ app }: Frame, folder = built): Promise<void> {
  const index = join(folder, 'index.html')
  if (existsSync(folder))
    await app.register(fastifyStatic, {
      root: join(folder, 'assets'),
      prefix: '/desk/assets/',
      immutable: true,
      maxAge: '365d',
      index: false,
    })
  const page = existsSync(index) ? readFileSync(index, 'utf8') : null
  for (const url of ['/desk', '/desk/*'])
    app.get(url, async (_request, reply) => {
      if (!page)
        return reply
          .status(503)
          .type('text/plain; charset=utf-8')
          .send('工作台还没有构建:请运行 npm run build。The desk is not built: run npm run build.')
      const { style } = reply.cspNonce
      return reply
        .type('text/html; charset=utf-8')
        .send(page.replace('name="csp-nonce" content=""', `name="csp-nonce" content="${style}"`))
    })
}
