import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import { assetUrlOf } from '../../src/assets/asset-url.ts'
import { buildAssets } from '../../src/assets/build.ts'
import { states } from './states.ts'

export interface PageServer {
  /** Where `/<state>` is served. */
  origin: string
  names: readonly string[]
  close: () => Promise<void>
}

const types: Record<string, string> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
}

/** Serves every state with the built assets, under the policy that the product is served with. */
export async function servePages(): Promise<PageServer> {
  const outDir = await mkdtemp(join(tmpdir(), 'parley-pages-'))
  const manifest = await buildAssets({ outDir })
  const pages = states(assetUrlOf(manifest))
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/'
    response.setHeader('content-security-policy', "default-src 'self'; object-src 'none'; base-uri 'none'")
    if (path.startsWith('/assets/')) {
      response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream')
      createReadStream(join(outDir, basename(path)))
        .on('error', () => response.writeHead(404).end())
        .pipe(response)
      return
    }
    const page = pages[path.slice(1)]
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' })
    response.end(page)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The page server has no port.')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    names: Object.keys(pages),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(outDir, { recursive: true })
    },
  }
}
