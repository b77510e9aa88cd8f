import { cut, type Entry, limits } from '@parley/contracts'
import type { Sight } from '../groups/sight.ts'
import type { Store } from '../store/store.ts'

/**
 * The messages that some of one conversation are replies to, shortly and as they are now, for an answer: those that its
 * reader may see, and nothing where there are none.
 */
export async function quotesOf(
  store: Store,
  entries: readonly Entry[],
  sight: Sight,
): Promise<{ quotes?: Entry[] }> {
  const numbers = [...new Set(entries.flatMap(({ re }) => re ?? []))].filter((n) => sight.seesMessage(n))
  const [{ conversation } = { conversation: '' }] = entries
  if (numbers.length === 0) return {}
  const found = await store.numbered(conversation, numbers)
  return { quotes: found.map(shortly) }
}

function shortly({ reactions: _, text, ...quote }: Entry): Entry {
  return text === undefined ? quote : { ...quote, text: cut(text, limits.previewCharacters) }
}
