import { basename, resolve } from 'node:path'
import { build, type Metafile } from 'esbuild'
import type { AssetFile } from './asset-file.ts'
import { scriptPath, sourceDir, stylePath } from './sources.ts'

export interface Bundled {
  files: AssetFile[]
  /** Every file that went into it. */
  inputs: string[]
}

/** Styles with their fonts, and the scripts, each as one file. */
export async function bundle(): Promise<Bundled> {
  const result = await build({
    absWorkingDir: sourceDir,
    entryPoints: [stylePath, scriptPath],
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    outdir: '/assets',
    publicPath: '/assets/',
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
  })
  const names = logicalNames(result.metafile)
  const files = result.outputFiles.map(({ path, contents }) => {
    const hashedName = basename(path)
    return { name: names.get(hashedName) ?? hashedName, hashedName, content: contents }
  })
  return { files, inputs: Object.keys(result.metafile.inputs).map((path) => resolve(sourceDir, path)) }
}

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
