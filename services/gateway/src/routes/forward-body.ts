import type { FastifyInstance } from 'fastify'
import { type ForwardBody, messageBody } from '../rendering/message-body.ts'
import { peopleOf } from '../rendering/shown-entries.ts'
import type { Forwarded } from './forward-to.ts'

/** What a script hears of what it has forwarded. @throws ParleyError UNAVAILABLE */
export async function forwardBody(
  app: FastifyInstance,
  outcomes: readonly Forwarded[],
  requestId: string,
): Promise<ForwardBody> {
  const entries = outcomes.flatMap((outcome) => ('entry' in outcome ? [outcome.entry] : []))
  const people = await app.people.byIds(peopleOf(entries), requestId)
  return {
    messages: entries.flatMap((entry) => {
      const body = messageBody(entry, people)
      return body ? [{ ...body, is_read: false }] : []
    }),
    failed: outcomes.flatMap((outcome) => {
      if (!('error' in outcome)) return []
      const { target, error } = outcome
      return [
        {
          ...('group' in target.party ? { group: target.party.group } : { to: target.party.username }),
          error,
        },
      ]
    }),
  }
}
