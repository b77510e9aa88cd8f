import { groupId, type socket } from '@parley/contracts'
import fc from 'fast-check'
import { WebSocket } from 'ws'
import { hostileText, type Mutation, mutated, mutation } from './hostile.ts'
import type { Cast } from './people.ts'
import { complain, type Report } from './report.ts'
import { samples } from './samples.ts'

interface Shape {
  path: number
  frames: {
    template: number
    mutation: Mutation
    as: 'json' | 'text' | 'bytes' | 'fragments'
    text: string
    bytes: Uint8Array
  }[]
}

const shape: fc.Arbitrary<Shape> = fc.record({
  path: fc.nat({ max: 3 }),
  frames: fc.array(
    fc.record({
      template: fc.nat(),
      mutation,
      as: fc.constantFrom('json', 'json', 'json', 'json', 'text', 'bytes', 'fragments'),
      text: hostileText,
      bytes: fc.uint8Array({ maxLength: 200 }),
    }),
    { minLength: 1, maxLength: 20 },
  ),
})

const answeredWithinMs = 15_000

/** Sockets on which everything is said that a client may say, and most of it wrongly. */
export class FrameFuzzer {
  readonly #cast: Cast
  readonly #report: Report
  readonly #shapes: Generator<Shape, never>
  readonly #templates: Record<string, unknown>[]

  constructor(cast: Cast, report: Report, seed: number) {
    this.#cast = cast
    this.#report = report
    this.#shapes = samples(shape, seed)
    this.#templates = templatesOf(cast)
  }

  /** One socket: frames, then a question that has to be answered, unless the other side has closed. */
  async once(): Promise<void> {
    const { hostile, peer, groups } = this.#cast
    const { path, frames } = this.#shapes.next().value
    const paths = [
      '/ws/',
      `/ws/chat/${peer.username}/`,
      '/ws/notifications/',
      `/ws/group/${groupId(groups.own)}/`,
    ] as const
    const where = paths[path] ?? '/ws/'
    const url = new URL(where, hostile.url.replace(/^http/, 'ws'))
    const socket = new WebSocket(url, { headers: { cookie: hostile.cookie } })
    this.#report.sockets += 1
    const end = Promise.withResolvers<void>()
    const late = setTimeout(() => {
      complain(this.#report, `a socket at ${where} gave no answer`)
      end.resolve()
    }, answeredWithinMs)
    socket.on('open', () => {
      if (where === '/ws/') socket.send(JSON.stringify({ type: 'hello', id: 1, version: 1 }))
      for (const frame of frames) this.#send(socket, frame)
      socket.send(JSON.stringify({ type: 'ping', id: 999_999 }))
      // Not everything has an answer on the plain sockets: there the protocol's own ping is the question.
      socket.ping()
    })
    socket.on('pong', () => {
      if (where !== '/ws/') end.resolve()
    })
    socket.on('message', (data) => {
      const text = String(data)
      this.#look(text, where)
      if (where === '/ws/' && text.includes('999999')) end.resolve()
    })
    socket.on('close', () => end.resolve())
    socket.on('error', () => end.resolve())
    await end.promise
    clearTimeout(late)
    socket.terminate()
  }

  #send(socket: WebSocket, { template, mutation, as, text, bytes }: Shape['frames'][number]): void {
    this.#report.frames += 1
    const valid = this.#templates[template % this.#templates.length] ?? {}
    const json = JSON.stringify(broken(valid, mutation)) ?? 'null'
    if (as === 'json') socket.send(json)
    else if (as === 'text') socket.send(text)
    else if (as === 'bytes') socket.send(bytes, { binary: true })
    else {
      const half = Math.floor(json.length / 2)
      socket.send(json.slice(0, half), { fin: false })
      socket.send(json.slice(half), { fin: true })
    }
  }

  #look(text: string, where: string): void {
    let code: unknown
    try {
      const { error } = JSON.parse(text) as { error?: { code?: unknown } }
      code = error?.code
    } catch {
      return complain(this.#report, `${where} sent what is no JSON`)
    }
    if (code === 'INTERNAL' || code === 'UNAVAILABLE')
      complain(this.#report, `a frame at ${where} was answered with ${code}: ${text.slice(0, 200)}`)
  }
}

function templatesOf({ own, foreign, groups, peer, ids }: Cast): Record<string, unknown>[] {
  const conversations = [own, own, foreign, groups.own, groups.foreign]
  const inGroups = [groups.own, groups.own, groups.foreign].flatMap((conversation, i) =>
    groupTemplates(conversation, i, ids.peer),
  )
  const ofAll = conversations.flatMap((conversation, i) => [
    { type: 'hello', id: 2, version: 1, render: true },
    { type: 'send', id: 3, conversation, clientId: `f${i}`, text: 'hostile', seen: 1 },
    { type: 'edit', id: 12, conversation, n: 1, clientId: `e${i}`, text: 'hostile too' },
    { type: 'delete', id: 13, conversation, n: 2, clientId: `d${i}` },
    { type: 'forward', id: 18, conversation, n: 1, clientId: `f${i}`, to: [conversation] },
    { type: 'react', id: 15, conversation, n: 1, clientId: `r${i}`, emoji: '👍' },
    { type: 'unreact', id: 16, conversation, n: 1, clientId: `u${i}`, emoji: '👍' },
    { type: 'pin', id: 19, conversation, n: 1, clientId: `pin${i}` },
    { type: 'unpin', id: 20, conversation, n: 1, clientId: `unpin${i}` },
    { type: 'pinned', id: 21, conversation },
    { type: 'save', id: 22, conversation, n: 1 },
    { type: 'unsave', id: 23, conversation, n: 1 },
    { type: 'saved', id: 24, before: 'x' },
    { type: 'versions', id: 14, conversation, n: 1 },
    { type: 'typing', conversation, active: true },
    { type: 'changes', id: 4, conversation, after: 0, limit: 10 },
    { type: 'history', id: 5, conversation, before: 100, limit: 10 },
    { type: 'read', id: 6, conversation, seq: 1 },
    { type: 'delivered', conversation, seq: 1 },
    { type: 'watch', id: 7, users: [ids.peer] },
    { type: 'block', id: 17, user: ids.peer },
    { type: 'unblock', id: 18, user: ids.peer },
    { type: 'blocked', id: 19 },
    { type: 'people', id: 17, users: [ids.peer] },
    { type: 'open', id: 8, username: peer.username },
    { type: 'inbox', id: 9, before: 10 },
    { type: 'heads', id: 10 },
    { type: 'ping', id: 11 },
    { message: 'hostile', client_id: `p${i}` },
  ])
  return [...ofAll, ...inGroups]
}

function groupTemplates(conversation: string, i: number, user: string): Record<string, unknown>[] {
  const [token, clientId] = ['x'.repeat(32), `g${i}`]
  const inputs: [socket.GroupOperation, Record<string, unknown>][] = [
    ['createGroup', { clientId: `${conversation.slice(0, 20)}${i}`, name: 'Hostile', users: [user] }],
    ['changeGroup', { conversation, clientId, name: 'Hostile', about: 'x', history: 'all' }],
    ['addMembers', { conversation, clientId: `a${i}`, users: [user] }],
    ['removeMember', { conversation, clientId: `m${i}`, user }],
    ['changeRole', { conversation, clientId: `c${i}`, user, role: 'owner' }],
    ['members', { conversation }],
    ['createInvite', { conversation, clientId: `i${i}`, forMs: 60_000, most: 1 }],
    ['invites', { conversation }],
    ['endInvite', { conversation, token }],
    ['invitation', { token }],
    ['join', { token, clientId: `j${i}` }],
  ]
  return inputs.map(([operation, input]) => ({ type: 'group', id: 20, operation, input }))
}

/** Of what is asked of groups, what is around an input is broken as well as what is in it. */
function broken(valid: Record<string, unknown>, mutation: Mutation): unknown {
  const { input } = valid
  if (typeof input !== 'object' || input === null || mutation.at % 4 === 0) return mutated(valid, mutation)
  return { ...valid, input: mutated({ ...input }, mutation) }
}
