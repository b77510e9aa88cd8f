import { cut, type Entry, limits } from '@parley/contracts'
import type { Store } from '../store/store.ts'

/** The messages that some are replies to, shortly and as they are now, for an answer; nothing where there are none. */
export async function quotesOf(
  store: Store,
  conversation: string,
  entries: readonly Entry[],
): Promise<{ quotes?: Entry[] }> {
  const numbers = [...new Set(entries.flatMap(({ re }) => re ?? []))]
  if (numbers.length === 0) return {}
  const found = await store.numbered(conversation, numbers)
  return { quotes: found.map(shortly) }
}

function shortly({ reactions: _, text, ...quote }: Entry): Entry {
  return text === undefined ? quote : { ...quote, text: cut(text, limits.previewCharacters) }
}
