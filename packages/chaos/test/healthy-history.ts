import type { GroupEntry, Happening, History, PointerSeen, Recorded, Seen } from '../src/history.ts'

export const pair = 'd_ann_ben'
const own = { client: 'sdk0', person: 'ann' }
const others = { client: 'sdk1', person: 'ben' }
const onPlain = { client: 'plain0', person: 'ben' }
export const atSettling = 10_000

/**
 * A short run in which every promise was kept: Ann writes six messages to Ben, who reads four; she edits the second and
 * deletes the last; he reacts to the first and pins it; Eve is outside. In a group Fay is put out before the third entry,
 * and let in by the fifth.
 */
export function healthyHistory(): Recorded[] {
  const all: Recorded[] = []
  let at = 0
  const add = (...happenings: Happening[]) => {
    for (const each of happenings) all.push({ at: (at += 10), ...each })
  }
  add(
    { type: 'person', person: 'ann', username: 'ann' },
    { type: 'person', person: 'ben', username: 'ben' },
    { type: 'person', person: 'eve', username: 'eve' },
    { type: 'conversation', conversation: pair, members: ['ann', 'ben'] },
    { type: 'opened', ...own, socket: 'sdk0#1', session: '', resumed: false },
    { type: 'opened', ...others, socket: 'sdk1#1', session: '', resumed: false },
    { type: 'opened', ...onPlain, socket: 'plain0#1', session: '', resumed: false },
    { type: 'opened', client: 'visitor0', person: 'ben', socket: 'v#1', session: 'v~1', resumed: false },
    { type: 'unread told', ...own, count: 0 },
    { type: 'presence told', client: 'sdk0', user: 'ben', online: true },
  )
  for (let n = 1; n <= 6; n++) {
    const text = `sdk0 ${n}`
    const entry = { ...entryAt(n), text }
    const { clientId: message = '' } = entry
    const { seq: _, clientId: __, ...plain } = entry
    add(
      { type: 'submitted', ...own, conversation: pair, message, text, ordered: true },
      { type: 'acknowledged', client: 'sdk0', message, n, seq: n },
      { type: 'given', ...own, conversation: pair, seq: n },
      { type: 'shown', ...others, socket: 'sdk1#1', session: '', how: n % 2 ? 'live' : 'resumed', entry },
      { type: 'given', ...others, conversation: pair, seq: n },
      { type: 'shown', ...onPlain, socket: 'plain0#1', session: '', how: 'live', entry: plain },
      { type: 'unread told', ...others, count: n },
    )
  }
  for (const [i, { of = 0, clientId: message = '', text, ...change }] of changes.entries()) {
    const kind = change.kind === 'edit' ? 'edit' : 'delete'
    const entry = { ...change, clientId: message, of, text }
    add(
      { type: 'submitted', ...own, conversation: pair, message, kind, of, text, ordered: false },
      { type: 'acknowledged', client: 'sdk0', message, n: 6, seq: 7 + i },
      { type: 'given', ...own, conversation: pair, seq: 7 + i },
      { type: 'shown', ...others, socket: 'sdk1#1', session: '', how: 'live', entry },
      { type: 'given', ...others, conversation: pair, seq: 7 + i },
    )
  }
  const { of = 0, clientId: message = '', text } = reaction
  add(
    { type: 'submitted', ...others, conversation: pair, message, kind: 'react', of, text, ordered: false },
    { type: 'reacted', client: 'sdk1', message },
    { type: 'given', ...own, conversation: pair, seq: 9 },
    { type: 'given', ...others, conversation: pair, seq: 9 },
    {
      type: 'submitted',
      ...others,
      conversation: pair,
      message: 'change-10',
      kind: 'pin',
      of: 1,
      text: '',
      ordered: false,
    },
    { type: 'reacted', client: 'sdk1', message: 'change-10' },
    { type: 'given', ...own, conversation: pair, seq: 10 },
    { type: 'given', ...others, conversation: pair, seq: 10 },
  )
  add(
    { type: 'logged out', person: 'ben', session: 'v~1' },
    { type: 'closed', client: 'visitor0', person: 'ben', socket: 'v#1', code: 4500 },
    { type: 'reading', ...others, conversation: pair, seq: 4 },
    { type: 'read', ...others, conversation: pair, pointer: bens },
    { type: 'pointer told', client: 'sdk0', conversation: pair, pointer: bens },
    { type: 'arranged', ...others, conversation: pair, revision: 1, muted: true },
    { type: 'arranged', ...others, conversation: pair, revision: 2, muted: false },
    { type: 'probed', person: 'eve', conversation: pair, code: 'NOT_FOUND' },
    { type: 'memory', process: 'parley', pid: 1, bytes: 100_000_000 },
    { type: 'queue', process: 'parley', name: 'parley_gateway_sends_waiting', value: 3 },
  )
  const glimpsed = (seq: number) => ({ type: 'glimpsed', conversation: group, seq, text: '' }) as const
  add({ type: 'doorway', conversation: group, owner: 'dan', guest: 'fay' }, glimpsed(1), {
    type: 'shut out',
    conversation: group,
  })
  at += 2_000
  add({ type: 'letting in', conversation: group }, glimpsed(2), glimpsed(5))
  at = atSettling
  add({ type: 'settling' }, { type: 'unread told', ...others, count: 1 }, { type: 'asking' })
  const messages = [1, 2, 3, 4, 5, 6].map(entryAt)
  const entries = [...messages, ...changes, reaction, pin]
  const plain = messages.map(({ seq: _, clientId: __, text, ...rest }) => ({
    ...rest,
    text: rest.n === 2 ? edited : text,
  }))
  for (const [person, count] of [
    ['ann', 0],
    ['ben', 1],
  ] as const) {
    add(
      { type: 'final log', view: `socket of ${person}`, conversation: pair, entries },
      { type: 'final log', view: `history of ${person}`, conversation: pair, entries: plain },
      { type: 'final pinned', view: `socket of ${person}`, conversation: pair, numbers: [1] },
      { type: 'final pointers', view: `inbox of ${person}`, conversation: pair, pointers: [anns, bens] },
      { type: 'final unread', view: `hello of ${person}`, person, count },
      { type: 'final unread of', view: person, person, conversation: pair, count },
      { type: 'final own', view: person, person, conversation: pair, revision: 2, muted: false },
    )
  }
  add({ type: 'doorway log', conversation: group, entries: comings })
  add({ type: 'final queue', process: 'parley', name: 'parley_log_queued_messages', value: 0 })
  return all
}

export const group = 'g_doorway'
const comings: GroupEntry[] = [
  { seq: 1, kind: 'members', text: '', members: ['dan', 'fay'].map((user) => ({ user, isIn: true })) },
  { seq: 2, kind: 'members', text: '', members: [{ user: 'fay', isIn: false }] },
  { seq: 3, kind: 'message', text: 'without her', members: [] },
  { seq: 4, kind: 'message', text: 'nor this', members: [] },
  { seq: 5, kind: 'members', text: '', members: [{ user: 'fay', isIn: true }] },
]

const anns: PointerSeen = { user: 'ann', readSeq: 0, readN: 0, deliveredSeq: 10 }
const bens: PointerSeen = { user: 'ben', readSeq: 4, readN: 4, deliveredSeq: 8 }

const edited = 'sdk0 2, better'
const changes: Seen[] = [
  { ...entryAt(6), kind: 'edit', of: 2, seq: 7, clientId: 'change-7', at: 2_007, text: edited },
  { ...entryAt(6), kind: 'delete', of: 6, seq: 8, clientId: 'change-8', at: 2_008, text: '' },
]
const reaction: Seen = {
  ...entryAt(6),
  kind: 'react',
  of: 1,
  seq: 9,
  clientId: 'change-9',
  by: 'ben',
  at: 2_009,
  text: '👍',
}

const pin: Seen = { ...reaction, kind: 'pin', seq: 10, clientId: 'change-10', at: 2_010, text: '' }

/** A message as the log has it at the end. */
export function entryAt(n: number): Seen {
  const ids = { conversation: pair, kind: 'message', seq: n, n, clientId: `message-${n}` }
  return { ...ids, by: 'ann', text: n === 6 ? '' : `sdk0 ${n}`, at: 1_000 + n }
}

/** The same history, with those of one type changed; undefined leaves one out. */
export function changing<T extends Happening['type']>(
  type: T,
  change: (happening: Extract<Recorded, { type: T }>, index: number) => Recorded | undefined,
): History {
  let index = 0
  return healthyHistory().flatMap((each) => {
    if (each.type !== type) return [each]
    return change(each as Extract<Recorded, { type: T }>, index++) ?? []
  })
}

/** The same history with something more, before everything is asked for. */
export function adding(...more: Recorded[]): History {
  const all = healthyHistory()
  const end = all.findIndex(({ type }) => type === 'asking')
  return [...all.slice(0, end), ...more, ...all.slice(end)]
}
