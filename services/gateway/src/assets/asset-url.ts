import type { AssetUrl } from '../views/model.ts'
import type { AssetManifest } from './build.ts'

/** The views' way from a logical name to its URL. An unknown name is a mistake of ours, and is said. */
export function assetUrlOf(manifest: AssetManifest): AssetUrl {
  return (name) => {
    const url = manifest[name]
    if (url === undefined) throw new Error(`No asset is called ${name}.`)
    return url
  }
}
