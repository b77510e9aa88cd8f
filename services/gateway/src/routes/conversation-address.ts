import { directConversation, type Entry, groupConversation, type Person } from '@parley/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { peopleOf } from '../rendering/shown-entries.ts'
import { viewerOf } from '../sessions/gates.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { type Addressee, actionUrl, type ChatAction, chatUrl } from '../views/chat-address.ts'
import { groupIdInPath, groupOf } from './group-param.ts'
import { lowerCaseUsername, peerOf } from './username-param.ts'

/** A conversation that an address names. Of a group it is not known yet whether it is there for whoever asks. */
export interface Addressed {
  conversation: string
  to: Addressee
  /** The other one of two. */
  peer?: Person
}

/** One of the two ways in which addresses name conversations. */
export interface AddressKind {
  /** The chat's own path, as a route has it. */
  chat: string
  /** That of something that one does there. */
  action: (action: ChatAction) => string
  onRequest: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>
  /** @throws ParleyError NOT_FOUND, INVALID for oneself */
  find: (app: FastifyInstance, request: FastifyRequest) => Promise<Addressed>
}

/** With a person, by username, and in a group, by its id. */
export const addressKinds: readonly AddressKind[] = [
  {
    ...pathsOf({ username: ':username' }),
    onRequest: lowerCaseUsername,
    async find(app, request) {
      const viewer = viewerOf(request)
      const peer = await peerOf(app, request, viewer)
      const { username } = peer
      return { conversation: directConversation(viewer.person.id, peer.id), to: { username }, peer }
    },
  },
  {
    ...pathsOf({ group: ':group' }),
    onRequest: groupIdInPath,
    async find(_app, request) {
      const group = groupOf(request)
      return { conversation: groupConversation(group), to: { group } }
    },
  },
]

/** Everybody whom entries of a conversation and their quotes name, and the two of it. @throws ParleyError UNAVAILABLE */
export async function peopleAround(
  app: FastifyInstance,
  { viewer, addressed, requestId }: { viewer: Viewer; addressed: Addressed; requestId: string },
  entries: readonly Entry[],
  quotes: readonly Entry[] = [],
): Promise<ReadonlyMap<string, Person>> {
  const { person } = viewer
  const { peer } = addressed
  const two = new Map([person, ...(peer ? [peer] : [])].map((one) => [one.id, one]))
  if (peer) return two
  return new Map([...two, ...(await app.people.byIds(peopleOf(entries, quotes), requestId))])
}

function pathsOf(to: Addressee): Pick<AddressKind, 'chat' | 'action'> {
  return { chat: chatUrl(to), action: (action) => actionUrl(to, action) }
}
