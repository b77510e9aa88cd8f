import {
  type Context,
  directConversation,
  type Entry,
  type Head,
  limits,
  messages,
  type Own,
  ParleyError,
  type Person,
  type Pointer,
  socket,
} from '@parley/contracts'
import { peopleOf } from '../rendering/shown-entries.ts'
import type { ClientConnection } from './client-connection.ts'
import { block, blocked, unblock } from './block-requests.ts'
import { clientEntries } from './client-entries.ts'
import { quotesFor } from './quotes.ts'
import { type FrameOf, requestChecks } from './request-checks.ts'
import type { SocketParts } from './socket-parts.ts'

type Answered = Exclude<socket.RequestType, 'hello' | 'ping' | 'delivered' | 'typing'>

/** A request, and by whom. */
export interface Asked {
  connection: ClientConnection
  parts: SocketParts
  context: Context
}

/** Starts a request that has an answer. @throws ParleyError INVALID where the frame is wrong */
export function answerRequest(
  asked: Asked,
  type: Answered,
  frame: unknown,
): { id: number; body: Promise<socket.Answers[Answered]> } {
  const { parts, context } = asked
  switch (type) {
    case 'open': {
      const request = requestChecks.open(frame)
      return { id: request.id, body: open(asked, request) }
    }
    case 'send': {
      const request = requestChecks.send(frame)
      return { id: request.id, body: send(asked, request) }
    }
    case 'forward': {
      const request = requestChecks.forward(frame)
      return { id: request.id, body: forward(asked, request) }
    }
    case 'edit': {
      const { id, type: _, ...change } = requestChecks.edit(frame)
      return { id, body: parts.app.editMessage(asked.connection.viewer, change, context.requestId) }
    }
    case 'delete': {
      const { id, type: _, ...change } = requestChecks.delete(frame)
      return { id, body: parts.app.deleteMessage(asked.connection.viewer, change, context.requestId) }
    }
    case 'react': {
      const { id, type: _, ...reaction } = requestChecks.react(frame)
      return { id, body: parts.app.react(asked.connection.viewer, reaction, context.requestId) }
    }
    case 'unreact': {
      const { id, type: _, ...reaction } = requestChecks.unreact(frame)
      return { id, body: parts.app.unreact(asked.connection.viewer, reaction, context.requestId) }
    }
    case 'pin': {
      const { id, type: _, ...pinning } = requestChecks.pin(frame)
      return { id, body: parts.app.pin(asked.connection.viewer, pinning, context.requestId) }
    }
    case 'unpin': {
      const { id, type: _, ...pinning } = requestChecks.unpin(frame)
      return { id, body: parts.app.unpin(asked.connection.viewer, pinning, context.requestId) }
    }
    case 'pinned': {
      const { id, conversation } = requestChecks.pinned(frame)
      return { id, body: pinned(asked, conversation) }
    }
    case 'save': {
      const { id, type: _, ...message } = requestChecks.save(frame)
      return { id, body: parts.app.save(asked.connection.viewer, message, context.requestId) }
    }
    case 'unsave': {
      const { id, type: _, ...message } = requestChecks.unsave(frame)
      return { id, body: parts.app.unsave(asked.connection.viewer, message, context.requestId) }
    }
    case 'saved': {
      const { id, before } = requestChecks.saved(frame)
      return { id, body: saved(asked, before) }
    }
    case 'versions': {
      const { id, type: _, ...message } = requestChecks.versions(frame)
      return { id, body: parts.app.call(messages.versions, message, context) }
    }
    case 'changes': {
      const request = requestChecks.changes(frame)
      return { id: request.id, body: changes(asked, request) }
    }
    case 'history': {
      const request = requestChecks.history(frame)
      return { id: request.id, body: history(asked, request) }
    }
    case 'heads':
      return { id: requestChecks.heads(frame).id, body: heads(asked) }
    case 'inbox': {
      const request = requestChecks.inbox(frame)
      return { id: request.id, body: inbox(asked, request) }
    }
    case 'arrange': {
      const request = requestChecks.arrange(frame)
      return { id: request.id, body: arrange(asked, request) }
    }
    case 'block': {
      const { id, user } = requestChecks.block(frame)
      return { id, body: block(asked, user) }
    }
    case 'unblock': {
      const { id, user } = requestChecks.unblock(frame)
      return { id, body: unblock(asked, user) }
    }
    case 'blocked':
      return { id: requestChecks.blocked(frame).id, body: blocked(asked) }
    case 'read': {
      const { id, conversation, seq } = requestChecks.read(frame)
      return { id, body: parts.app.call(messages.markRead, { conversation, seq }, context) }
    }
    case 'group': {
      const { id, operation, input } = requestChecks.group(frame)
      if (!socket.isGroupOperation(operation))
        throw new ParleyError('INVALID', 'There is no such operation.', { field: 'operation' })
      return { id, body: parts.app.askGroup(asked.connection.viewer, operation, input, context.requestId) }
    }
    case 'people': {
      const { id, users } = requestChecks.people(frame)
      return { id, body: people(asked, users) }
    }
    case 'watch': {
      const { id, users } = requestChecks.watch(frame)
      return { id, body: watch(asked, users) }
    }
  }
}

/** What the hello is answered with: where everything stands, read after the subscription to what comes. */
export async function greet(asked: Asked): Promise<socket.Answers['hello']> {
  const { connection, context } = asked
  const [standing, { unread, around }] = await Promise.all([
    heads(asked),
    connection.room.unread.current(context.requestId),
  ])
  const people = new Map([...standing.people.map((one) => [one.id, one] as const), ...around.people])
  return {
    me: connection.viewer.person,
    serverTime: Date.now(),
    limits: {
      messageCharacters: limits.messageCharacters,
      frameBytes: limits.frameBytes,
      page: limits.page,
    },
    conversations: standing.conversations,
    people: [...people.values()],
    unread,
  }
}

async function open(asked: Asked, { username }: FrameOf<'open'>): Promise<socket.Answers['open']> {
  const { parts, context } = asked
  const me = asked.connection.viewer.person
  const peer = await parts.app.people.byUsername(username, context.requestId)
  if (peer.id === me.id)
    throw new ParleyError('INVALID', 'A conversation takes someone else.', { field: 'username' })
  const conversation = await parts.app.call(
    messages.conversation,
    { conversation: directConversation(me.id, peer.id) },
    context,
  )
  return { conversation, people: [me, peer] }
}

async function send(asked: Asked, frame: FrameOf<'send'>): Promise<socket.Answers['send']> {
  const { connection, parts, context } = asked
  const { conversation, clientId, text, re, seen } = frame
  const message = { conversation, clientId, text, re, seen }
  return {
    entry: await written(asked, await parts.app.sendMessage(connection.viewer, message, context.requestId)),
  }
}

async function forward(
  asked: Asked,
  { conversation, n, clientId, to }: FrameOf<'forward'>,
): Promise<socket.Answers['forward']> {
  const { connection, parts, context } = asked
  const message = { conversation, n, clientId, to }
  const { results } = await parts.app.forward(connection.viewer, message, context.requestId)
  return {
    results: await Promise.all(
      results.map(async (result) =>
        'entry' in result ? { ...result, entry: await written(asked, result.entry) } : result,
      ),
    ),
  }
}

/** A message that its sender has just written, as they are shown it. */
async function written({ connection, parts, context }: Asked, entry: Entry): Promise<socket.ClientEntry> {
  if (!connection.rendering) return entry
  const { person } = connection.viewer
  // It is written: whoever cannot be looked up now does not keep its sender from hearing of it.
  const quotes = await quotesFor(parts.app, [entry], { actor: person.id, requestId: context.requestId })
  const people = (await parts.authors.of(peopleOf([entry], quotes))) ?? new Map([[person.id, person]])
  return parts.frames.withHtml(entry, { viewer: person.id, people, quotes })
}

async function changes(asked: Asked, frame: FrameOf<'changes'>): Promise<socket.Answers['changes']> {
  const { conversation, after, limit } = frame
  const input = { conversation, after, ...(limit === undefined ? {} : { limit }) }
  const answer = await asked.parts.app.call(messages.changes, input, asked.context)
  return { ...answer, entries: await shown(asked, answer.entries, answer, 'oldest') }
}

async function history(asked: Asked, frame: FrameOf<'history'>): Promise<socket.Answers['history']> {
  const { conversation, before, limit } = frame
  const input = {
    conversation,
    ...(before === undefined ? {} : { before }),
    ...(limit === undefined ? {} : { limit }),
  }
  const { messages: page, ...rest } = await asked.parts.app.call(messages.history, input, asked.context)
  return { ...rest, entries: await shown(asked, page, rest, 'newest') }
}

async function heads(asked: Asked): Promise<socket.Answers['heads']> {
  const { conversations } = await asked.parts.app.call(messages.heads, {}, asked.context)
  return { conversations, people: await membersOf(asked, conversations) }
}

async function inbox(asked: Asked, { before, archived }: FrameOf<'inbox'>): Promise<socket.Answers['inbox']> {
  const input = { ...(archived ? { archived } : {}), ...(before === undefined ? {} : { before }) }
  const page = await asked.parts.app.call(messages.conversations, input, asked.context)
  return { ...page, people: await membersOf(asked, page.conversations) }
}

async function arrange({ parts, context }: Asked, frame: FrameOf<'arrange'>): Promise<Own> {
  const { conversation, pinned, archived, mute, unread } = frame
  const change = {
    ...(pinned === undefined ? {} : { pinned }),
    ...(archived === undefined ? {} : { archived }),
    ...(mute === undefined ? {} : { mute }),
    ...(unread === undefined ? {} : { unread }),
  }
  return await parts.app.call(messages.arrange, { conversation, ...change }, context)
}

async function pinned({ parts, context }: Asked, conversation: string): Promise<socket.Answers['pinned']> {
  const found = await parts.app.call(messages.pinned, { conversation }, context)
  const authors = new Set(found.messages.map(({ by }) => by))
  if (authors.size === 0) return { ...found, people: [] }
  return { ...found, people: [...(await parts.app.people.byIds([...authors], context.requestId)).values()] }
}

async function saved(
  { parts, context }: Asked,
  before: string | undefined,
): Promise<socket.Answers['saved']> {
  const found = await parts.app.call(messages.saved, before === undefined ? {} : { before }, context)
  const ids = peopleOf(found.saved.map(({ message }) => message))
  if (ids.length === 0) return { ...found, people: [] }
  return { ...found, people: [...(await parts.app.people.byIds(ids, context.requestId)).values()] }
}

async function watch(asked: Asked, users: readonly string[]): Promise<socket.Answers['watch']> {
  const { connection, parts } = asked
  const wanted = [...new Set(users)]
  const [presence] = await Promise.all([parts.watchers.watch(connection, wanted), parts.news.note(wanted)])
  return { presence }
}

async function people(
  { parts, context }: Asked,
  users: readonly string[],
): Promise<socket.Answers['people']> {
  return { people: [...(await parts.app.people.byIds(users, context.requestId)).values()] }
}

/** Members of two, and of groups whoever wrote last. */
async function membersOf(
  { parts, context }: Asked,
  conversations: readonly { pointers: readonly Pointer[]; head: Head | Omit<Head, 'preview'> }[],
): Promise<Person[]> {
  const ids = new Set(
    conversations.flatMap(({ pointers, head }) => [
      ...pointers.map(({ user }) => user),
      ...('preview' in head && head.preview ? [head.preview.by] : []),
    ]),
  )
  return ids.size === 0 ? [] : [...(await parts.app.people.byIds([...ids], context.requestId)).values()]
}

async function shown(
  { connection, parts, context }: Asked,
  entries: readonly Entry[],
  { pointers, quotes = [] }: { pointers: readonly Pointer[]; quotes?: readonly Entry[] },
  keep: 'oldest' | 'newest',
): Promise<socket.ClientEntry[]> {
  return clientEntries({
    entries,
    pointers,
    quotes,
    keep,
    viewer: connection.viewer.person.id,
    ...(connection.rendering ? { rendered: { parts, requestId: context.requestId } } : {}),
  })
}
