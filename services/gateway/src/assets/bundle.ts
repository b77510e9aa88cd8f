import { basename, resolve } from 'node:path'
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild'
import type { AssetFile } from './asset-file.ts'
import { latePath, scriptPath, sourceDir, stylePath } from './sources.ts'

export interface Bundled {
  files: AssetFile[]
  /** Every file that went into it. */
  inputs: string[]
}

/**
 * Styles with their fonts, and the scripts, each as one file. What a page needs only at times is a file of its own,
 * made first, since its name is in what loads it. (Splitting would put what both share into a third, on the way of
 * every page.)
 */
export async function bundle(): Promise<Bundled> {
  const late = await bundled([latePath])
  const script = late.files.find(({ name }) => name === 'parse.js')
  const main = await bundled([stylePath, scriptPath], [loadedLate(`${publicPath}${script?.hashedName}`)])
  return { files: [...main.files, ...late.files], inputs: [...main.inputs, ...late.inputs] }
}

const publicPath = '/assets/'

function loadedLate(url: string): Plugin {
  return {
    name: 'loaded-late',
    setup(build) {
      build.onResolve({ filter: /\/formatting\/parse\.ts$/ }, ({ kind }) =>
        kind === 'dynamic-import' ? { path: url, external: true } : undefined,
      )
    },
  }
}

async function bundled(entryPoints: string[], plugins: Plugin[] = []): Promise<Bundled> {
  const result = await build({ ...options, entryPoints, plugins })
  const names = logicalNames(result.metafile)
  const files = result.outputFiles.map(({ path, contents }) => {
    const hashedName = basename(path)
    return { name: names.get(hashedName) ?? hashedName, hashedName, content: contents }
  })
  return { files, inputs: Object.keys(result.metafile.inputs).map((path) => resolve(sourceDir, path)) }
}

const options = {
  absWorkingDir: sourceDir,
  entryNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  outdir: '/assets',
  publicPath,
  bundle: true,
  write: false,
  metafile: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  // What has light-dark() has these too; lowering them would only make the page heavier.
  target: ['chrome123', 'firefox128', 'safari17.5'],
  legalComments: 'none',
  logLevel: 'silent',
  loader: { '.woff2': 'file' },
} as const satisfies BuildOptions

function logicalNames(metafile: Metafile): Map<string, string> {
  return new Map(
    Object.entries(metafile.outputs).map(([path, output]) => {
      const source = output.entryPoint ?? Object.keys(output.inputs)[0] ?? path
      return [basename(path), logicalName(basename(source))]
    }),
  )
}

function logicalName(source: string): string {
  return source.replace(/\.ts$/, '.js').replace('-wght-normal.woff2', '.woff2')
}
