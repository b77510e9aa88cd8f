import { type InputOf, isBlank, type messages, type OutputOf, ParleyError } from '@parley/contracts'
import { type HandlerContext, reportError } from '@parley/service'
import { isClosed } from '../blocks/closed-conversations.ts'
import type { Sight } from '../groups/sight.ts'
import { isOf } from '../log/job.ts'
import type { Room } from '../parts.ts'
import { toEntry } from '../store/log-record.ts'
import type { Store } from '../store/store.ts'

type Input = InputOf<typeof messages.send>

export async function send(
  room: Room,
  { conversation, messages: sent, seen }: Input,
  { actor, requestId, log }: HandlerContext<'person'>,
): Promise<OutputOf<typeof messages.send>> {
  const { sight } = await room.members.require(conversation, actor)
  if (sent.some(({ text }) => isBlank(text))) {
    throw new ParleyError('INVALID', 'A message must show something.', { field: 'text' })
  }
  if (await room.closed.has(conversation)) return await refuse(room, { conversation, sent, actor })
  const toBeSent = await upToBadReply(room.store, { conversation, sent, sight })
  const drafts = toBeSent.map((message) => ({ by: actor, ...message }))
  const results = drafts.length > 0 ? await room.log.write({ conversation, drafts, seen }) : []
  // What is behind it is not tried.
  const [bad] = sent.slice(toBeSent.length)
  if (bad)
    results.push({
      error: new ParleyError('INVALID', 'There is no such message to reply to.', { field: 're' }),
    })
  return {
    results: results.map((result, i) => {
      const clientId = sent[i]?.clientId ?? ''
      return 'entry' in result
        ? { clientId, entry: result.entry }
        : { clientId, error: reportError(result.error, log, { operation: 'send', requestId }).toPublic() }
    }),
  }
}

/** Each is refused for good, but for those that were written before the conversation was closed, whose answer got lost. */
async function refuse(
  { store }: Room,
  { conversation, sent, actor }: { conversation: string; sent: Input['messages']; actor: string },
): Promise<OutputOf<typeof messages.send>> {
  const known = await Promise.all(sent.map(({ clientId }) => store.byClientId(conversation, actor, clientId)))
  return {
    results: sent.map(({ clientId, ...draft }, i) => {
      const entry = known[i] && toEntry(known[i])
      const isThere = entry !== undefined && isOf(entry, { by: actor, clientId, ...draft })
      return isThere ? { clientId, entry } : { clientId, error: isClosed().toPublic() }
    }),
  }
}

/** Messages before the first one that is a reply to what is not there. */
async function upToBadReply(
  store: Store,
  { conversation, sent, sight }: { conversation: string; sent: Input['messages']; sight: Sight },
): Promise<Input['messages']> {
  const numbers = [...new Set(sent.flatMap(({ re }) => re ?? []))].filter((n) => sight.seesMessage(n))
  if (sent.every(({ re }) => re === undefined)) return sent
  const there = new Set((await store.numbered(conversation, numbers)).map(({ n }) => n))
  const bad = sent.findIndex(({ re }) => re !== undefined && !there.has(re))
  return bad < 0 ? sent : sent.slice(0, bad)
}
