import type { ClientEntry } from '@parley/contracts/socket'
import t from 'tap'
import { ConversationLog } from '../src/conversation-log.ts'

const conversation = 'g_team'
const entry = (seq: number): ClientEntry => ({
  conversation,
  seq,
  n: seq,
  kind: 'message',
  by: 'ann',
  clientId: `c${seq}`,
  at: seq,
  text: `text ${seq}`,
})
const nothing = (seq: number, from?: number): ClientEntry => ({
  conversation,
  seq,
  n: seq,
  kind: 'void',
  by: '0',
  clientId: '0',
  at: 0,
  ...(from === undefined ? {} : { from }),
})

function begin(last = 0) {
  const applied: number[] = []
  const log = new ConversationLog(conversation, last, ({ seq }) => applied.push(seq))
  return { log, applied }
}

t.test('a void that stands for several leads over all of them', async (t) => {
  const { log, applied } = begin()
  log.take(entry(7))
  t.equal(log.isBehind, true)
  log.take(nothing(6, 1))
  t.strictSame(applied, [6, 7])
  t.equal(log.isBehind, false)
})

t.test('one that comes early waits for its turn, one that is known in part for the rest of it', async (t) => {
  const { log, applied } = begin()
  log.take(nothing(5, 3))
  log.take(entry(1))
  t.strictSame(applied, [1])
  log.take(entry(2))
  t.strictSame(applied, [1, 2, 5])
  log.take(nothing(4))
  t.equal(log.last, 5, 'what is known already changes nothing')
  log.take(nothing(8, 4))
  t.equal(log.last, 8)
})
