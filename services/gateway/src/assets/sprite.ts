import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { iconNames } from '../icons/list.ts'
import { lucideDir } from './sources.ts'

/** The drawings that the sprite is made from. */
export const iconPaths = iconNames.map((name) => join(lucideDir, `${name}.svg`))

/** All icons in one SVG, each a symbol by its name. Colour and stroke come from where it is used. */
export async function sprite(): Promise<string> {
  const symbols = await Promise.all(iconNames.map(symbol))
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`
}

async function symbol(name: string): Promise<string> {
  const source = await readFile(join(lucideDir, `${name}.svg`), 'utf8')
  const drawing = /<svg[^>]*>(.*)<\/svg>/s.exec(source)?.[1]
  if (drawing === undefined)
    throw new Error(`The icon ${name} is not an SVG that can be put into the sprite.`)
  return `<symbol id="${name}" viewBox="0 0 24 24">${drawing.replace(/\s+/g, ' ').trim()}</symbol>`
}
