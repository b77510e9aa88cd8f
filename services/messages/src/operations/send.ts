import {
  type Entry,
  type InputOf,
  isBlank,
  type messages,
  type OutputOf,
  ParleyError,
} from '@parley/contracts'
import { type HandlerContext, reportError } from '@parley/service'
import { isClosed } from '../blocks/closed-conversations.ts'
import type { Sight } from '../groups/sight.ts'
import { isOf, type Draft } from '../log/job.ts'
import type { Room } from '../parts.ts'
import { toEntry } from '../store/log-record.ts'
import { forwardedText } from './forwarded-text.ts'

type Input = InputOf<typeof messages.send>
type Sent = Input['messages'][number]

export async function send(
  room: Room,
  { conversation, messages: sent, seen }: Input,
  { actor, requestId, log }: HandlerContext<'person'>,
): Promise<OutputOf<typeof messages.send>> {
  const { sight } = await room.members.require(conversation, actor)
  for (const message of sent) check(message)
  if (await room.closed.has(conversation)) return await refuse(room, { conversation, sent, actor })
  const { drafts, refusal } = await draftsOf(room, { conversation, sent, sight, actor })
  const results = drafts.length > 0 ? await room.log.write({ conversation, drafts, seen }) : []
  if (refusal) results.push({ error: refusal })
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
  { conversation, sent, actor }: { conversation: string; sent: readonly Sent[]; actor: string },
): Promise<OutputOf<typeof messages.send>> {
  const known = await Promise.all(sent.map(({ clientId }) => store.byClientId(conversation, actor, clientId)))
  return {
    results: sent.map((message, i) => {
      const { clientId } = message
      const entry = known[i] && toEntry(known[i])
      return entry && isWhatWasSent(entry, message)
        ? { clientId, entry }
        : { clientId, error: isClosed().toPublic() }
    }),
  }
}

/** What was forwarded may have another text by now. */
function isWhatWasSent(entry: Entry, { clientId, text, re, forward }: Sent): boolean {
  const written = text ?? entry.text
  return isOf(entry, {
    by: entry.by,
    clientId,
    ...(written === undefined ? {} : { text: written }),
    ...(re === undefined ? {} : { re }),
    ...(forward === undefined ? {} : { forwarded: true }),
  })
}

function check({ text, forward }: Sent): void {
  if (text !== undefined && isBlank(text))
    throw new ParleyError('INVALID', 'A message must show something.', { field: 'text' })
  if ((text === undefined) === (forward === undefined))
    throw new ParleyError('INVALID', 'A message has a text, or another message to forward.', {
      field: 'text',
    })
}

/** What is to be written, up to the first message that cannot be, and why: what is behind it is not tried. */
async function draftsOf(
  room: Room,
  {
    conversation,
    sent,
    sight,
    actor,
  }: { conversation: string; sent: readonly Sent[]; sight: Sight; actor: string },
): Promise<{ drafts: Draft[]; refusal?: ParleyError }> {
  const numbers = [...new Set(sent.flatMap(({ re }) => re ?? []))].filter((n) => sight.seesMessage(n))
  const found = numbers.length > 0 ? await room.store.numbered(conversation, numbers) : []
  const there = new Set(found.map(({ n }) => n))
  const drafts: Draft[] = []
  for (const { clientId, text, re, mentions, forward } of sent) {
    if (re !== undefined && !there.has(re))
      return {
        drafts,
        refusal: new ParleyError('INVALID', 'There is no such message to reply to.', { field: 're' }),
      }
    const own = {
      by: actor,
      clientId,
      ...(re === undefined ? {} : { re }),
      ...(mentions === undefined ? {} : { mentions }),
    }
    if (text !== undefined) drafts.push({ ...own, text })
    if (forward === undefined) continue
    try {
      const taken = await forwardedText(room, { from: forward, to: conversation, clientId, actor })
      drafts.push({ ...own, text: taken, forwarded: true })
    } catch (error) {
      if (!(error instanceof ParleyError) || error.code === 'UNAVAILABLE') throw error
      return { drafts, refusal: error }
    }
  }
  return { drafts }
}
