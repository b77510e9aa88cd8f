import { type Addressee, chatUrl } from './chat-address.ts'

/**
 * The address of a message, the same for everybody of its conversation: it leads each of them to where it stands in their chat,
 * and nobody else anywhere.
 */
export function messageLink(viewerUsername: string, to: Addressee, n: number): string {
  return 'group' in to ? `${chatUrl(to)}at/${n}/` : `/messages/at/${viewerUsername}/${to.username}/${n}/`
}
