import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import t from 'tap'
import { assetUrlOf } from '../../src/assets/asset-url.ts'
import { buildAssets } from '../../src/assets/build.ts'

const outDir = t.testdir()

async function size(url: string | undefined, ending: string): Promise<number> {
  return (await stat(join(outDir, basename(url ?? 'missing') + ending))).size
}

t.test('what is built is whole, light and named by its content', async (t) => {
  const manifest = await buildAssets({ outDir })
  const files = await readdir(outDir)
  for (const [name, url] of Object.entries(manifest)) {
    t.match(url, /^\/assets\/[\w.-]+-\w{8,}\.\w+$/, name)
    t.ok(files.includes(basename(url)), `${name} is there`)
  }
  const names = [
    'app.css',
    'htmx.js',
    'main.js',
    'parse.js',
    'icons.svg',
    'favicon.svg',
    'favicon-unread.svg',
    'manifest.webmanifest',
  ]
  for (const name of names) {
    const url = manifest[name]
    t.ok(
      url && files.includes(`${basename(url)}.br`) && files.includes(`${basename(url)}.gz`),
      `${name} is compressed`,
    )
  }
  t.ok((await size(manifest['app.css'], '.gz')) < 30_000, 'under 30 KB of styles')
  const weights = await Promise.all(['htmx.js', 'main.js'].map((name) => size(manifest[name], '.gz')))
  t.ok(weights.reduce((sum, one) => sum + one) < 60_000, `under 60 KB of scripts: ${weights.join(' + ')}`)

  const main = await readFile(join(outDir, basename(manifest['main.js'] ?? '')), 'utf8')
  t.match(main, `import("${manifest['parse.js']}")`, 'what is needed only at times is loaded only then')
  t.notMatch(main, /(?:^|;)import\s*["{*\w]/, 'and nothing else after it')
  t.ok((await size(manifest['parse.js'], '.gz')) < 25_000, 'and under 25 KB')

  const css = await readFile(join(outDir, basename(manifest['app.css'] ?? '')), 'utf8')
  const wanted = [...css.matchAll(/url\("?([^")]+)"?\)/g)].map(([, url = '']) => url)
  t.ok(wanted.length >= 4)
  for (const url of wanted) t.ok(url.startsWith('/assets/') && files.includes(basename(url)), url)
})

t.test('nothing is built anew while nothing has changed', async (t) => {
  const first = await buildAssets({ outDir })
  const path = join(outDir, basename(first['app.css'] ?? ''))
  const before = await stat(path)
  t.same(await buildAssets({ outDir }), first)
  t.equal((await stat(path)).mtimeMs, before.mtimeMs)
})

t.test('what is missing or broken is built anew, what is left over goes', async (t) => {
  const manifest = await buildAssets({ outDir })
  const path = join(outDir, basename(manifest['icons.svg'] ?? ''))
  await rm(path)
  await writeFile(join(outDir, 'app-OLDOLDOLD.css'), '')
  t.same(await buildAssets({ outDir }), manifest)
  t.ok((await stat(path)).size > 0)
  t.notOk((await readdir(outDir)).includes('app-OLDOLDOLD.css'))
  await writeFile(join(outDir, 'build-record.json'), '{')
  t.same(await buildAssets({ outDir }), manifest)
})

t.test('an unknown name is said', async (t) => {
  const url = assetUrlOf({ 'app.css': '/assets/app-1.css' })
  t.equal(url('app.css'), '/assets/app-1.css')
  t.throws(() => url('nope.css'), /nope\.css/)
})
