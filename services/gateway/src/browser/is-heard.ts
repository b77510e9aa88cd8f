import { isMuted, type ParleyClient } from '@parley/client'

/** Whether a person wants to be told of what comes there. */
export function isHeard(client: ParleyClient, conversation: string, isMention: boolean): boolean {
  const own = client.own(conversation)
  return !isMuted(own, client.now) || (isMention && own?.hearsMentions === true)
}
