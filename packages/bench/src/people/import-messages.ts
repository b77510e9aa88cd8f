import { type Context, directConversation, limits, messages } from '@parley/contracts'
import type { Call } from '@parley/service'

const atOnce = 4
const context: Context = { actor: null, requestId: 'bench' }

export interface Import {
  one: string
  other: string
  /** Numbers of the messages, from … to - 1. */
  from: number
  to: number
}

/** Writes messages of two people as a migration does: through the log, in pages, both taking turns. */
export async function importMessages(call: Call, { one, other, from, to }: Import): Promise<void> {
  const conversation = directConversation(one, other)
  const startedAt = Date.now() - to
  let next = from
  const workers = Array.from({ length: atOnce }, async () => {
    for (let begin = next; begin < to; begin = next) {
      next = Math.min(to, begin + limits.page)
      const page = Array.from({ length: next - begin }, (_, i) => ({
        by: (begin + i) % 2 === 0 ? one : other,
        clientId: newId(startedAt + begin + i, begin + i),
        text: `Message ${begin + i}, which was written before anything was measured and is as long as most are.`,
        at: startedAt + begin + i,
        read: false,
      }))
      await call(messages.importMessages, { conversation, messages: page }, context, { timeoutMs: 60_000 })
    }
  })
  await Promise.all(workers)
}

/** As clients make them, in the order of time: a store whose newest ids stand anywhere writes everywhere. */
function newId(ms: number, n: number): string {
  return `${ms.toString(16).padStart(12, '0')}-${n}`
}
