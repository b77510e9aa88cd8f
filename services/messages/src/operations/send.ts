import { type InputOf, isBlank, type messages, type OutputOf, ParleyError } from '@parley/contracts'
import { type HandlerContext, reportError } from '@parley/service'
import { requireMember } from '../members.ts'
import type { Room } from '../parts.ts'

export async function send(
  room: Room,
  { conversation, messages: sent, seen }: InputOf<typeof messages.send>,
  { actor, requestId, log }: HandlerContext<'person'>,
): Promise<OutputOf<typeof messages.send>> {
  requireMember(conversation, actor)
  if (sent.some(({ text }) => isBlank(text))) {
    throw new ParleyError('INVALID', 'A message must show something.', { field: 'text' })
  }
  const drafts = sent.map(({ clientId, text }) => ({ by: actor, clientId, text }))
  const results = await room.log.write({ conversation, drafts, seen })
  return {
    results: results.map((result, i) => {
      const clientId = sent[i]?.clientId ?? ''
      return 'entry' in result
        ? { clientId, entry: result.entry }
        : { clientId, error: reportError(result.error, log, { operation: 'send', requestId }).toPublic() }
    }),
  }
}
