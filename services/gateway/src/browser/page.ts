import { groupId, isGroup } from '@parley/contracts/group-ids'
import type { Addressee } from '../views/chat-address.ts'
import { byId, within } from './elements.ts'
import { peerOf } from './peer-of.ts'

/** Who looks at this page, and at what. */
export interface Page {
  viewer: { id: string; username: string; name: string }
  csrfToken: string
  chat: ChatPage | undefined
  /** The ids of those whom the viewer blocks. */
  blocked: ReadonlySet<string>
}

export interface ChatPage {
  conversation: string
  /** By which addresses one talks here. */
  to: Addressee
  /** The other one of two; nobody in a group. */
  peerId: string | undefined
  /** What the other one or the group is called now. */
  peerName: string
  /** Nothing can be written in it. */
  isClosed: boolean
  /** False on a page of older messages, where what is new has no place. */
  isNewest: boolean
}

/** What the page says of itself; undefined where nobody is logged in. */
export function readPage(document: Document): Page | undefined {
  const { viewerId, viewerUsername, viewerName } = document.body.dataset
  if (viewerId === undefined || viewerUsername === undefined || viewerName === undefined) return undefined
  return {
    viewer: { id: viewerId, username: viewerUsername, name: viewerName },
    csrfToken: within(document, 'meta[name="csrf-token"]', HTMLMetaElement)?.content ?? '',
    chat: readChat(document, viewerId),
    blocked: new Set(document.body.dataset.blocked?.split(' ').filter(Boolean)),
  }
}

function readChat(document: Document, viewerId: string): ChatPage | undefined {
  const { conversation, peerUsername, peerName } = document.body.dataset
  if (conversation === undefined || peerName === undefined) return undefined
  const to = isGroup(conversation) ? { group: groupId(conversation) } : { username: peerUsername ?? '' }
  return {
    conversation,
    to,
    peerId: peerOf(conversation, viewerId),
    peerName,
    isClosed: document.body.dataset.closed !== undefined,
    isNewest: byId('messages', HTMLElement)?.dataset.olderPage === undefined,
  }
}
