import { limits } from '@parley/contracts'
import { type History, ofType, type PointerSeen, type Seen } from '../history.ts'

/** What the server's own logs say at the end. */
export interface Truth {
  /** The members of each conversation. */
  members: ReadonlyMap<string, readonly string[]>
  logs: ReadonlyMap<string, readonly Seen[]>
  /** The messages of each log as the entries behind them leave them; without text where they are deleted. */
  messages: ReadonlyMap<string, readonly Seen[]>
  pointerOf: (conversation: string, person: string) => PointerSeen
  /** Messages of others after what the person has read. */
  unreadOf: (conversation: string, person: string) => number
  conversationsOf: (person: string) => string[]
  /** What is in nobody's bell. */
  isMuted: (conversation: string, person: string) => boolean
}

/** As anybody has to work it out who has the log: written again here, so that a mistake is not made twice. */
function messagesOf(log: readonly Seen[]): Seen[] {
  return log.flatMap((message) => {
    if (message.kind !== 'message') return []
    const changes = log.filter(({ of }) => of === message.n)
    if (changes.some(({ kind }) => kind === 'delete')) return [{ ...message, text: '' }]
    const edit = changes.findLast(({ kind }) => kind === 'edit')
    return [{ ...message, text: edit?.text ?? message.text }]
  })
}

/** The first full view of each log; that all the others are the same is a check of its own. */
export function truthOf(history: History): Truth {
  const members = new Map(ofType(history, 'conversation').map((each) => [each.conversation, each.members]))
  const logs = new Map<string, readonly Seen[]>()
  for (const { conversation, entries } of ofType(history, 'final log')) {
    if (!logs.has(conversation) && entries.every(({ seq }) => seq !== undefined))
      logs.set(conversation, entries)
  }
  const messages = new Map([...logs].map(([id, log]) => [id, messagesOf(log)]))
  const pointers = new Map<string, PointerSeen>()
  for (const { conversation, pointers: all } of ofType(history, 'final pointers')) {
    for (const pointer of all) {
      const key = `${conversation} ${pointer.user}`
      if (!pointers.has(key)) pointers.set(key, pointer)
    }
  }
  const pointerOf = (conversation: string, person: string) =>
    pointers.get(`${conversation} ${person}`) ?? { user: person, readSeq: 0, readN: 0, deliveredSeq: 0 }
  const muted = new Set(
    ofType(history, 'final own').flatMap((own) => (own.muted ? [`${own.conversation} ${own.person}`] : [])),
  )
  return {
    members,
    logs,
    messages,
    pointerOf,
    unreadOf(conversation, person) {
      const { readN } = pointerOf(conversation, person)
      const unread = (messages.get(conversation) ?? []).filter(
        ({ by, n, text }) => by !== person && n > readN && text !== '',
      )
      return Math.min(unread.length, limits.unreadCounted)
    },
    isMuted: (conversation, person) => muted.has(`${conversation} ${person}`),
    conversationsOf: (person) => [...members].flatMap(([id, all]) => (all.includes(person) ? [id] : [])),
  }
}
