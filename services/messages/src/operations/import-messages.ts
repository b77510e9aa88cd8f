import { type InputOf, isBlank, type messages, type OutputOf, ParleyError } from '@parley/contracts'
import type { Result } from '../log/job.ts'
import { twoOf } from '../members.ts'
import type { Room } from '../parts.ts'

type Input = InputOf<typeof messages.importMessages>

/** Writes messages as their senders did, then moves each member to the newest message of others that it had read. */
export async function importMessages(
  room: Room,
  input: Input,
): Promise<OutputOf<typeof messages.importMessages>> {
  const members = twoOf(input.conversation)
  check(input, members)
  const drafts = input.messages.map(({ by, clientId, text, at }) => ({ by, clientId, text, at }))
  const results = await room.log.write({ conversation: input.conversation, drafts })
  for (const result of results) if ('error' in result) throw result.error
  for (const member of members) {
    const readSeq = newestRead(input, results, member)
    if (readSeq > 0) await room.pointers.read(input.conversation, member, readSeq)
  }
  const known = results.filter((result) => 'known' in result && result.known).length
  return { written: results.length - known, known }
}

function check({ messages: sent }: Input, members: readonly string[]): void {
  if (members.length === 0) {
    throw new ParleyError('INVALID', 'There can be no such conversation.', { field: 'conversation' })
  }
  for (const [i, { by, text }] of sent.entries()) {
    if (!members.includes(by)) {
      throw new ParleyError('INVALID', 'Its sender is not a member.', { field: `messages.${i}.by` })
    }
    if (isBlank(text)) {
      throw new ParleyError('INVALID', 'A message must show something.', { field: `messages.${i}.text` })
    }
  }
}

function newestRead({ messages: sent }: Input, results: Result[], member: string): number {
  let seq = 0
  for (const [i, { by, read }] of sent.entries()) {
    const result = results[i]
    if (read && by !== member && result && 'entry' in result) seq = Math.max(seq, result.entry.seq)
  }
  return seq
}
