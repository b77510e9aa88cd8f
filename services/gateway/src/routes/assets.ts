import staticFiles from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** To be registered under `/assets`: other content has another name, so what browsers have they may keep. */
export async function assets(app: FastifyInstance, { dir }: { dir: string }): Promise<void> {
  // Nobody reads these but a browser.
  app.setNotFoundHandler(async (_request, reply) => {
    return await reply.code(404).header('cache-control', 'no-store').type('text/plain').send('Not found')
  })
  await app.register(staticFiles, {
    root: dir,
    prefix: '/',
    decorateReply: false,
    preCompressed: true,
    index: false,
    redirect: false,
    dotfiles: 'ignore',
    immutable: true,
    maxAge: '365d',
    allowedPath: (path) => path !== '/build-record.json' && !path.endsWith('.br') && !path.endsWith('.gz'),
  })
}
