import { ParleyError } from '@parley/contracts'
import type { Room } from '../parts.ts'

const lookedAt = 100

/** What is to be forwarded, to where, and by whom. */
export interface Forward {
  from: { conversation: string; n: number }
  to: string
  clientId: string
  actor: string
}

/**
 * The text of a message that is to be written to another conversation: as it is now, or, where that was done before by this
 * client id, as it was then, so that what is repeated changes nothing. @throws ParleyError NOT_FOUND, CONFLICT where it is deleted
 */
export async function forwardedText(
  { store, members }: Room,
  { from, to, clientId, actor }: Forward,
): Promise<string> {
  const { conversation, n } = from
  const { sight } = await members.require(conversation, actor)
  if (!sight.seesMessage(n)) throw new ParleyError('NOT_FOUND')
  const [[message], known] = await Promise.all([
    store.numbered(conversation, [n]),
    store.byClientId(to, actor, clientId),
  ])
  if (!message) throw new ParleyError('NOT_FOUND')
  const { text } = message
  if (known?.forwarded && text === undefined) return known.text ?? ''
  if (known?.forwarded && known.text !== undefined && known.text !== text) {
    const earlier = await store.versions(conversation, n, lookedAt)
    if (earlier.some((version) => version.text === known.text)) return known.text
  }
  if (text === undefined) throw new ParleyError('CONFLICT', 'This message was deleted.')
  return text
}
