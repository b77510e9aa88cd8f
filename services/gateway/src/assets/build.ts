import { mkdir } from 'node:fs/promises'
import { readFile } from 'node:fs/promises'
import { type AssetFile, hashed } from './asset-file.ts'
import { emojiList } from './emoji-list.ts'
import { fingerprints, readRecord, writeRecord } from './build-record.ts'
import { favicon, maskableIcon } from './marks.ts'
import { removeOthers, writeAsset } from './output.ts'
import { emojiPath, htmxPath, ownSources, scriptPath } from './sources.ts'
import { iconPaths, sprite } from './sprite.ts'
import { webManifest } from './web-manifest.ts'

/** From logical names (`app.css`) to URLs under `/assets/` that change with the content. */
export type AssetManifest = Readonly<Record<string, string>>

export interface BuildOptions {
  /** Where the files go: `/assets/` is to be served from it. `.br` and `.gz` lie beside what gains from them. */
  outDir: string
}

/**
 * Builds what browsers are given: styles, scripts, icons, fonts, marks and the web manifest. Returns at once when
 * nothing that went into the last build has changed. Two processes may build into one folder: files appear whole,
 * and their names tell their content.
 */
export async function buildAssets({ outDir }: BuildOptions): Promise<AssetManifest> {
  const known = await readRecord(outDir)
  if (known !== undefined) return known
  await mkdir(outDir, { recursive: true })
  const { files, inputs } = await makeFiles()
  const written = await Promise.all(files.map((file) => writeAsset(outDir, file)))
  await removeOthers(outDir, new Set(written.flat()))
  const manifest = Object.fromEntries(files.map((file) => [file.name, assetPath(file)]))
  await writeRecord(outDir, { inputs: await fingerprints(inputs), outputs: written.flat(), manifest })
  return manifest
}

async function makeFiles(): Promise<{ files: AssetFile[]; inputs: string[] }> {
  // Loaded here, because a start with nothing to build should not pay for the bundler.
  const { bundle } = await import('./bundle.ts')
  const [bundled, icons, htmx, emoji] = await Promise.all([
    bundle(),
    sprite(),
    readFile(htmxPath),
    emojiList(),
  ])
  const marks = [
    hashed('favicon.svg', favicon(false)),
    hashed('favicon-unread.svg', favicon(true)),
    hashed('icon-maskable.svg', maskableIcon()),
  ]
  const files = [
    ...bundled.files,
    ...marks,
    hashed('icons.svg', icons),
    hashed('htmx.js', htmx),
    hashed('emoji.json', emoji),
    hashed('manifest.webmanifest', webManifest(marks.map(assetPath))),
  ]
  return {
    files,
    inputs: [...bundled.inputs, ...iconPaths, htmxPath, emojiPath, scriptPath, ...(await ownSources())],
  }
}

function assetPath(file: AssetFile): string {
  return `/assets/${file.hashedName}`
}
