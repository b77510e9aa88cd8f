import { readFile } from 'node:fs/promises'
import { isOneEmoji } from '@parley/contracts/emoji'
import type { ListedEmoji } from '../views/emoji-picker.ts'
import { emojiPath } from './sources.ts'

/** All emoji to choose from, in their usual order, as JSON: those that a reaction may be. */
export async function emojiList(): Promise<string> {
  const words = JSON.parse(await readFile(emojiPath, 'utf8')) as Record<string, string[]>
  const all = Object.entries(words).filter(([emoji]) => isOneEmoji(emoji))
  return JSON.stringify(all.map(listed))
}

function listed([emoji, [name = '', ...others]]: [string, string[]]): ListedEmoji {
  return [emoji, name.replaceAll('_', ' '), others.join(' ').replaceAll('_', ' ')]
}
