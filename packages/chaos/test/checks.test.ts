import t from 'tap'
import { checkHistory } from '../src/checks/all-checks.ts'
import type { History, Seen } from '../src/history.ts'
import { adding, atSettling, changing, entryAt, group, healthyHistory, pair } from './healthy-history.ts'

t.test('a history in which every promise was kept', async (t) => {
  t.same(checkHistory(healthyHistory()), [])
})

/** Every final view of the log, changed in the same way. */
const withLog = (change: (entries: readonly Seen[]) => Seen[]): History =>
  changing('final log', (each) => ({ ...each, entries: change(each.entries) }))

const late = atSettling + 5_100
const seen = { client: 'sdk1', person: 'ben', socket: 'sdk1#1', session: '', how: 'live' } as const
const other = (change: Partial<Seen>): Seen => ({ ...entryAt(3), ...change })

const broken: [what: string, promise: RegExp, history: History][] = [
  [
    'a publish that was dropped and never made up for',
    /ends with exactly the log/,
    changing('given', (each) => (each.client === 'sdk1' && each.seq === 6 ? undefined : each)),
  ],
  [
    'an entry that was skipped in between',
    /ends with exactly the log/,
    changing('given', (each) => (each.client === 'sdk1' && each.seq === 3 ? undefined : each)),
  ],
  [
    'an entry given twice',
    /ends with exactly the log/,
    adding({ type: 'given', at: 9_000, client: 'sdk1', person: 'ben', conversation: pair, seq: 6 }),
  ],
  [
    'an entry that stands twice',
    /in the log twice/,
    withLog((entries) => [...entries, { ...entryAt(5), seq: 11, n: 7, at: 3_000 }]),
  ],
  [
    'an acknowledged message that stands twice',
    /every acknowledged message/,
    withLog((entries) => [...entries, { ...entryAt(5), seq: 11, n: 7, at: 3_000 }]),
  ],
  [
    'a number that was skipped',
    /without a hole/,
    withLog((entries) => entries.map((each) => (each.n > 3 ? { ...each, n: each.n + 1 } : each))),
  ],
  [
    'a seq that was skipped',
    /without a hole/,
    withLog((entries) =>
      entries.map((each) => (each.n > 3 && each.seq ? { ...each, seq: each.seq + 1 } : each)),
    ),
  ],
  [
    'time that goes back',
    /same order/,
    withLog((entries) => entries.map((each) => (each.n === 3 ? { ...each, at: 1 } : each))),
  ],
  [
    'a message acknowledged and never stored',
    /every acknowledged message/,
    withLog((entries) => entries.slice(0, 5)),
  ],
  [
    'a message acknowledged where another stands',
    /every acknowledged message/,
    changing('acknowledged', (each) => (each.n === 3 ? { ...each, n: 4, seq: 4 } : each)),
  ],
  [
    'two answers to a repeated message that differ',
    /every acknowledged message/,
    adding({ type: 'acknowledged', at: 9_000, client: 'sdk0', message: 'message-2', n: 5, seq: 5 }),
  ],
  [
    'a message that nobody wrote',
    /none that nobody wrote/,
    withLog((entries) => [...entries, other({ n: 7, seq: 11, text: 'from nowhere', at: 3_000 })]),
  ],
  [
    'an order that is not the same for everybody',
    /everyone sees the same order/,
    changing('final log', (each, index) =>
      index === 2 ? { ...each, entries: each.entries.toReversed() } : each,
    ),
  ],
  [
    "one client's messages in another order",
    /in that order/,
    withLog((entries) =>
      entries.map((each) => {
        const swapped = { 2: 3, 3: 2 }[each.n] ?? each.n
        return { ...entryAt(swapped), ...each, clientId: `message-${swapped}`, text: `sdk0 ${swapped}` }
      }),
    ),
  ],
  [
    'a live frame that says something else',
    /never disagree/,
    adding({ type: 'shown', at: 9_000, ...seen, entry: other({ text: 'something else' }) }),
  ],
  [
    'a frame of an entry that is not there',
    /never disagree/,
    adding({ type: 'shown', at: 9_000, ...seen, entry: other({ n: 7, seq: 11 }) }),
  ],
  [
    'a text that was deleted and is still there',
    /is gone/,
    withLog((entries) =>
      entries.map((each) => (each.n === 6 && each.kind === 'message' ? { ...each, text: 'sdk0 6' } : each)),
    ),
  ],
  [
    'a text that is gone though nobody deleted it',
    /is gone/,
    withLog((entries) => entries.map((each) => (each.seq === 7 ? { ...each, text: '' } : each))),
  ],
  [
    'an edit that was forgotten',
    /same order/,
    changing('final log', (each) => ({
      ...each,
      entries: each.entries.map((one) =>
        one.n === 2 && one.seq === undefined ? { ...one, text: 'sdk0 2' } : one,
      ),
    })),
  ],
  [
    'an edit acknowledged and never stored',
    /every acknowledged message/,
    withLog((entries) => entries.filter(({ kind }) => kind !== 'edit')),
  ],
  [
    'an edit of another message',
    /none that nobody wrote/,
    withLog((entries) => entries.map((each) => (each.kind === 'edit' ? { ...each, of: 3 } : each))),
  ],
  [
    'a deletion told to be of another message',
    /never disagree/,
    changing('shown', (each) =>
      each.entry.kind === 'delete' ? { ...each, entry: { ...each.entry, of: 5 } } : each,
    ),
  ],
  [
    'a deleted message that counts as unread',
    /unread counts/,
    changing('final unread', (each) => ({ ...each, count: each.count * 2 })),
  ],
  [
    'a reaction that was forgotten',
    /last wanted/,
    withLog((entries) => entries.filter(({ kind }) => kind !== 'react')),
  ],
  [
    'a pin that was forgotten',
    /what the log says/,
    changing('final pinned', (each, index) => (index === 0 ? { ...each, numbers: [] } : each)),
  ],
  [
    'a pin of another message',
    /none that nobody wrote/,
    withLog((entries) => entries.map((each) => (each.kind === 'pin' ? { ...each, of: 3 } : each))),
  ],
  [
    'a live frame with a text that comes later',
    /never disagree/,
    adding({ type: 'shown', at: 9_000, ...seen, entry: { ...entryAt(2), text: 'sdk0 2, better' } }),
  ],
  [
    'a plain socket that leaves one out',
    /plain socket/,
    changing('shown', (each) => (each.client === 'plain0' && each.entry.n === 4 ? undefined : each)),
  ],
  [
    'a read that was forgotten',
    /nothing that was read is forgotten/,
    changing('read', (each) => ({ ...each, pointer: { ...each.pointer, readSeq: 6, readN: 6 } })),
  ],
  [
    'what nobody asked to be read',
    /nothing that was read is forgotten/,
    changing('reading', (each) => ({ ...each, seq: 3 })),
  ],
  [
    'pointers that differ from view to view',
    /delivered and read states/,
    changing('final pointers', (each, index) => (index > 0 ? { ...each, pointers: swapReads(each) } : each)),
  ],
  [
    'a read state that nobody was told of',
    /delivered and read states/,
    changing('pointer told', (each) => ({ ...each, pointer: { ...each.pointer, readSeq: 3, readN: 3 } })),
  ],
  [
    'a read state told too late',
    /delivered and read states/,
    changing('pointer told', (each) => ({ ...each, at: late + 1_000 })),
  ],
  [
    'what was given and never became delivered',
    /delivered and read states/,
    changing('final pointers', (each) => ({
      ...each,
      pointers: each.pointers.map((one) => ({ ...one, deliveredSeq: Math.min(one.deliveredSeq, 5) })),
    })),
  ],
  [
    'an unread count that is wrong when asked for',
    /unread counts/,
    changing('final unread', (each) => ({ ...each, count: 3 })),
  ],
  [
    'an unread count that is wrong in the inbox',
    /unread counts/,
    changing('final unread of', (each) => ({ ...each, count: 3 })),
  ],
  [
    'a muted conversation that is counted in the bell',
    /unread counts/,
    changing('final own', (each) => ({ ...each, revision: 3, muted: true })),
  ],
  [
    'an arrangement that was acknowledged and lost',
    /arranged stays/,
    changing('final own', (each) => ({ ...each, revision: 1, muted: true })),
  ],
  [
    'two views of one arrangement',
    /arranged stays/,
    changing('final own', (each) => (each.person === 'ben' ? { ...each, muted: true } : each)),
  ],
  [
    'an unread count that was never pushed',
    /unread counts/,
    changing('unread told', (each) => (each.at > atSettling ? undefined : each)),
  ],
  [
    'an unread count pushed too late',
    /unread counts/,
    changing('unread told', (each) => (each.at > atSettling ? { ...each, at: late } : each)),
  ],
  [
    'presence that is stale',
    /presence/,
    adding(
      { type: 'closed', at: 9_000, client: 'sdk1', person: 'ben', socket: 'sdk1#1', code: 1000 },
      {
        type: 'closed',
        at: 9_000,
        client: 'plain0',
        person: 'ben',
        socket: 'plain0#1',
        code: 1000,
      },
    ),
  ],
  ['presence told too late', /presence/, changing('presence told', (each) => ({ ...each, at: late }))],
  [
    'an entry shown to an outsider',
    /outsiders see nothing/,
    adding({ type: 'shown', at: 9_000, ...seen, person: 'eve', client: 'outsider0', entry: entryAt(3) }),
  ],
  [
    'a head told to an outsider',
    /outsiders see nothing/,
    adding({
      type: 'told of',
      at: 9_000,
      client: 'outsider0',
      person: 'eve',
      session: '',
      conversation: pair,
      frame: 'head',
    }),
  ],
  [
    'an outsider who types',
    /outsiders see nothing/,
    adding({
      type: 'told of',
      at: 9_000,
      client: seen.client,
      person: seen.person,
      session: '',
      conversation: pair,
      frame: 'typing',
      of: 'eve',
    }),
  ],
  [
    'a conversation that an outsider could ask for',
    /outsiders see nothing/,
    adding({ type: 'probed', at: 9_000, person: 'eve', conversation: pair }),
  ],
  [
    'a count told to an outsider',
    /outsiders see nothing/,
    adding({ type: 'unread told', at: 9_000, client: 'outsider0', person: 'eve', count: 1 }),
  ],
  [
    'a frame after logout',
    /after being cut off/,
    adding({ type: 'shown', at: 9_000, ...seen, session: 'v~1', entry: entryAt(3) }),
  ],
  [
    'a process that grows',
    /bounded/,
    adding({ type: 'memory', at: 9_000, process: 'parley', pid: 1, bytes: 3_000_000_000 }),
  ],
  [
    'a queue that grows',
    /bounded/,
    adding({
      type: 'queue',
      at: 9_000,
      process: 'parley',
      name: 'parley_gateway_sends_waiting',
      value: 20_001,
    }),
  ],
  [
    'a queue that is not empty at the end',
    /bounded/,
    changing('final queue', (each) => ({ ...each, value: 1 })),
  ],
  [
    'somebody who is shown what was said while they were out of a group',
    /who is out of a group/,
    adding({ type: 'glimpsed', at: 9_500, conversation: group, seq: 3, text: 'without her' }),
  ],
  [
    'somebody in a group who is not shown what they may see',
    /who is out of a group/,
    changing('glimpsed', (each) => (each.seq === 5 ? undefined : each)),
  ],
  [
    'something live for who is out of a group',
    /who is out of a group/,
    changing('letting in', (each) => ({ ...each, conversation: 'g_other' })),
  ],
  ['a group whose log cannot be had', /who is out of a group/, changing('doorway log', () => undefined)],
  [
    'a client that is never done',
    /everything is sent/,
    adding({ type: 'unfinished', at: 9_000, client: 'sdk0', what: '1 unsent' }),
  ],
  [
    'a message refused for no reason',
    /everything is sent/,
    adding({ type: 'refused', at: 9_000, client: 'sdk0', message: 'message-3', code: 'CONFLICT' }),
  ],
]

for (const [what, promise, history] of broken) {
  t.test(`sees ${what}`, async (t) => {
    const found = checkHistory(history).filter((each) => promise.test(each.promise))
    t.not(found.length, 0, JSON.stringify(checkHistory(history)))
  })
}

function swapReads({
  pointers,
}: {
  pointers: readonly { user: string; readSeq: number; readN: number; deliveredSeq: number }[]
}) {
  return pointers.map((each) => (each.user === 'ben' ? { ...each, readSeq: 5, readN: 5 } : each))
}
