import { directConversation, groupConversation, messages, ParleyError } from '@parley/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { RawData, WebSocket } from 'ws'
import { viewerOf } from '../sessions/gates.ts'
import { isGroupId } from '../routes/group-param.ts'
import { type Chat, ChatConnection } from './chat-connection.ts'
import { ClientConnection } from './client-connection.ts'
import type { Connection } from './connection.ts'
import { NotificationsConnection } from './notifications-connection.ts'
import type { SocketParts } from './socket-parts.ts'

const chats = new WeakMap<FastifyRequest, Chat>()
const connections = new WeakMap<WebSocket, Connection>()

/** The sockets: whoever may not have one is refused before the upgrade. */
export async function socketRoutes(app: FastifyInstance, { parts }: { parts: SocketParts }): Promise<void> {
  const place = async (request: FastifyRequest) => parts.hub.assertPlaceFor(viewerOf(request).person.id)
  const gates = [upgradesOnly, app.checkOrigin, app.requireViewer, place]
  const route = { websocket: true, config: { answers: 'json' } } as const

  app.get('/ws/', { ...route, preValidation: gates }, (ws, request) => {
    const viewer = viewerOf(request)
    open(
      new ClientConnection(parts, ws, parts.hub.roomOf(parts, viewer.person.id), viewer, request.id),
      request,
    )
  })

  app.get('/ws/notifications/', { ...route, preValidation: gates }, (ws, request) => {
    const viewer = viewerOf(request)
    open(
      new NotificationsConnection(parts, ws, parts.hub.roomOf(parts, viewer.person.id), viewer, request.id),
      request,
    )
  })

  const findChat = { '/ws/chat/:name/': chatOf, '/ws/group/:name/': groupChatOf }
  for (const [path, find] of Object.entries(findChat)) {
    const found = async (request: FastifyRequest) => {
      const { name } = request.params as { name: string }
      chats.set(request, await find(app, request, name))
    }
    app.get(path, { ...route, preValidation: [...gates, found] }, (ws, request) => {
      const viewer = viewerOf(request)
      const chat = chats.get(request)
      if (!chat) throw new ParleyError('INTERNAL')
      const room = parts.hub.roomOf(parts, viewer.person.id)
      open(new ChatConnection(parts, ws, room, viewer, request.id, chat), request)
    })
  }

  function open(connection: Connection, { raw }: FastifyRequest): void {
    connection.writeThrough(raw.socket)
    parts.hub.enter(connection)
    const { socket } = connection
    connections.set(socket, connection)
    // One function for all sockets, and nothing that holds on to the request.
    socket.removeAllListeners('error')
    socket.on('error', onError).on('message', onMessage).on('pong', onPong).on('close', onClose)
    // Registered first, its session checked then: whatever ends in between ends it too. Until then nothing is read.
    socket.pause()
    void begin(connection)
  }
}

async function begin(connection: Connection): Promise<void> {
  await connection.recheck()
  if (connection.closed) return
  connection.startReading()
  connection.opened()
}

async function upgradesOnly(request: FastifyRequest): Promise<void> {
  if (!request.ws) throw new ParleyError('NOT_FOUND', 'This is a WebSocket.')
}

/** @throws ParleyError NOT_FOUND, INVALID for oneself */
async function chatOf(app: FastifyInstance, request: FastifyRequest, username: string): Promise<Chat> {
  const { person } = viewerOf(request)
  if (!/^[a-z0-9_]{3,30}$/i.test(username)) throw new ParleyError('NOT_FOUND')
  const peer = await app.people.byUsername(username.toLowerCase(), request.id)
  if (peer.id === person.id)
    throw new ParleyError('INVALID', 'A conversation takes someone else.', { field: 'username' })
  return await foundChat(app, request, {
    conversation: directConversation(person.id, peer.id),
    people: [peer],
  })
}

/** @throws ParleyError NOT_FOUND for whoever is no member */
async function groupChatOf(app: FastifyInstance, request: FastifyRequest, id: string): Promise<Chat> {
  if (!isGroupId(id)) throw new ParleyError('NOT_FOUND')
  return await foundChat(app, request, { conversation: groupConversation(id), people: [] })
}

async function foundChat(
  app: FastifyInstance,
  request: FastifyRequest,
  { conversation, people }: Omit<Chat, 'end'>,
): Promise<Chat> {
  const context = { actor: viewerOf(request).person.id, requestId: request.id }
  const { head } = await app.call(messages.conversation, { conversation }, context)
  return { conversation, people, end: head.seq }
}

function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
  connections.get(this)?.receive(data, isBinary)
}

function onPong(this: WebSocket): void {
  connections.get(this)?.heard()
}

function onClose(this: WebSocket): void {
  connections.get(this)?.leave()
}

/** ws closes the socket itself, with the code that the protocol has for what was wrong. */
function onError(this: WebSocket): void {
  connections.get(this)?.leave()
}
