import { type Entry, limits, messages } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'

/**
 * The messages that some are replies to, as they are now, for whoever is shown these. Those that cannot be had now are left
 * out: what is shown does not wait for them.
 */
export async function quotesFor(
  app: FastifyInstance,
  entries: readonly Entry[],
  context: { actor: string; requestId: string },
): Promise<Entry[]> {
  const wanted = new Map(
    entries.flatMap(({ conversation, re }): [string, { conversation: string; re: number }][] =>
      re === undefined ? [] : [[`${conversation} ${re}`, { conversation, re }]],
    ),
  )
  const found = await Promise.all(
    [...wanted.values()].slice(0, limits.page).map(async ({ conversation, re }) => {
      const input = { conversation, after: re - 1, limit: 1 }
      const answer = await app.call(messages.history, input, context).catch(() => undefined)
      return answer?.messages ?? []
    }),
  )
  return found.flat()
}
