import { createHash } from 'node:crypto'
import { extname } from 'node:path'

/** A file that browsers are given. */
export interface AssetFile {
  /** What views call it. */
  name: string
  /** What it is called under `/assets/`: other content, other name. */
  hashedName: string
  content: Uint8Array
}

/** Gives content a name that changes with it, so that browsers may keep it for ever. */
export function hashed(name: string, content: Uint8Array | string): AssetFile {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 10)
  const extension = extname(name)
  return { name, hashedName: `${name.slice(0, -extension.length)}-${hash}${extension}`, content: bytes }
}
