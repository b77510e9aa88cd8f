import { type Entry, ParleyError, type PublicError } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import type { ForwardTarget } from './forward-targets.ts'
import type { MessageRequest } from './message-page-view.ts'

/** A message, and to where it is to go. */
export interface ForwardRequest extends MessageRequest {
  clientId: string
  chosen: readonly ForwardTarget[]
}

/** What became of it in one conversation. */
export type Forwarded = { target: ForwardTarget } & ({ entry: Entry } | { error: PublicError })

/** @throws ParleyError INVALID where nobody is chosen; as `app.forward` does */
export async function forwardTo(
  app: FastifyInstance,
  { viewer, addressed: { conversation }, n, requestId, clientId, chosen }: ForwardRequest,
): Promise<Forwarded[]> {
  if (chosen.length === 0)
    throw new ParleyError('INVALID', 'Choose at least one conversation.', { field: 'to' })
  const to = chosen.map((target) => target.conversation)
  const { results } = await app.forward(viewer, { conversation, n, clientId, to }, requestId)
  return chosen.flatMap((target) => {
    const result = results.find((one) => one.conversation === target.conversation)
    if (!result) return []
    return 'entry' in result
      ? { target, entry: result.entry }
      : { target, error: result.error as PublicError }
  })
}
