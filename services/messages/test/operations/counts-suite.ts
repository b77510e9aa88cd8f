import { randomUUID } from 'node:crypto'
import { directConversation, entriesCreated, messages, readMoved } from '@parley/contracts'
import { uniqueName, waitFor } from '@parley/testing'
import type { Test } from 'tap'
import { liveOf, people, say, type Service } from './service.ts'

/** Lists, pointers and counts. */
export async function countsSuite(t: Test, service: Service): Promise<void> {
  const { call } = service

  await t.test('an inbox has every message that was acknowledged before it was asked for', async (t) => {
    const [ann = '', ...others] = people('ann', 'b1', 'b2', 'b3', 'b4', 'b5')
    for (const [i, other] of others.entries()) {
      const [sent] = await say(service, directConversation(ann, other), other, `from ${i}`)
      // Activity is ordered by the millisecond.
      await waitFor(() => Date.now() > (sent?.at ?? 0), { what: 'the next millisecond' })
      const [newest] = (await call(messages.conversations, {}, ann)).conversations
      t.match(newest, {
        conversation: directConversation(ann, other),
        head: { seq: 1, n: 1, preview: { by: other, text: `from ${i}` } },
        unread: 1,
      })
    }
    await say(service, directConversation(ann, others[1] ?? ''), ann, 'an answer')
    const inbox = await call(messages.conversations, {}, ann)
    const order = [1, 4, 3, 2, 0].map((i) => directConversation(ann, others[i] ?? ''))
    t.strictSame(
      inbox.conversations.map(({ conversation }) => conversation),
      order,
    )
    t.equal(inbox.more, false)
    t.strictSame(
      (await call(messages.heads, {}, ann)).conversations.map(({ conversation }) => conversation),
      order,
    )
    const paged = []
    let before: number | undefined
    for (;;) {
      const page = await call(messages.conversations, { limit: 2, ...(before ? { before } : {}) }, ann)
      paged.push(...page.conversations)
      before = page.conversations.at(-1)?.head.at
      if (!page.more) break
    }
    t.strictSame(
      paged.map(({ conversation }) => conversation),
      order,
      'by pages as well',
    )
    t.strictSame(
      await call(messages.conversation, { conversation: order[0] ?? '' }, ann),
      inbox.conversations[0],
    )
  })

  await t.test('reading moves forward only, never beyond the log, and both see it', async (t) => {
    const [ann = '', bob = '', eve = ''] = people('ann', 'bob', 'eve')
    const conversation = directConversation(ann, bob)
    await say(service, conversation, ann, '1', '2', '3', '4', '5')
    const [atAnn, atBob, atEve] = [
      await liveOf(t, service, ann),
      await liveOf(t, service, bob),
      await liveOf(t, service, eve),
    ]
    const pointer = (seq: number) => ({ user: bob, readSeq: seq, readN: seq, deliveredSeq: seq })
    t.strictSame(await call(messages.markRead, { conversation, seq: 3 }, bob), pointer(3))
    for (const at of [atAnn, atBob]) {
      const receipt = await at.until('that bob read', (event) => event.type === 'receipt')
      t.strictSame(receipt, { type: 'receipt', conversation, pointer: pointer(3) })
    }
    t.strictSame(await call(messages.markRead, { conversation, seq: 2 }, bob), pointer(3))
    t.equal((await call(messages.conversation, { conversation }, bob)).unread, 2)
    await call(messages.markDelivered, { pointers: [{ conversation, seq: 4 }] }, bob)
    const found = await call(messages.conversation, { conversation }, ann)
    t.match(
      found.pointers.find(({ user }) => user === bob),
      { ...pointer(3), deliveredSeq: 4 },
    )
    t.strictSame(await call(messages.markRead, { conversation, seq: 99 }, bob), pointer(5))
    await say(service, conversation, ann, '6')
    t.equal((await call(messages.conversation, { conversation }, bob)).unread, 1, 'what is new is not read')
    t.equal((await call(messages.conversation, { conversation }, ann)).unread, 0)
    await say(service, directConversation(eve, ann), ann, 'to eve')
    await atEve.until('of her own', (event) => event.type === 'entry')
    t.notOk(atEve.events.some((event) => event.type === 'receipt'))
  })

  await t.test('what follows a newest message can be read at once, through any instance', async (t) => {
    const [ann = '', bob = ''] = people('ann', 'bob')
    const conversation = directConversation(ann, bob)
    for (let seq = 1; seq <= 20; seq++) {
      await say(service, conversation, ann, `${seq}`)
      t.match(await call(messages.markRead, { conversation, seq }, bob), { readSeq: seq, readN: seq })
      t.equal((await call(messages.unread, {}, bob)).count, 0)
    }
  })

  await t.test('a send reads what its sender has seen, not what came meanwhile', async (t) => {
    const [ann = '', bob = ''] = people('ann', 'bob')
    const conversation = directConversation(ann, bob)
    await say(service, conversation, ann, '1', '2', '3')
    const sent = { conversation, messages: [{ clientId: randomUUID(), text: 'to 2' }], seen: 2 }
    await call(messages.send, sent, bob)
    t.match(await call(messages.conversation, { conversation }, bob), { unread: 1 }, 'at once')
    const atAnn = await liveOf(t, service, ann)
    await call(messages.send, { ...sent, messages: [{ clientId: randomUUID(), text: 'x' }], seen: 3 }, bob)
    t.match(await call(messages.unread, {}, bob), { count: 0, messages: [] })
    const receipt = await atAnn.until(
      'that bob read',
      (event) => event.type === 'receipt' && event.pointer.readSeq === 3,
    )
    t.match(receipt, { pointer: { user: bob, readSeq: 3, readN: 3 } })
    await call(
      messages.send,
      { ...sent, messages: [{ clientId: randomUUID(), text: 'y' }], seen: 1_000 },
      bob,
    )
    await say(service, conversation, ann, 'meanwhile')
    t.equal((await call(messages.unread, {}, bob)).count, 1, 'nobody has seen what was not there')
  })

  await t.test('unread is the messages of others, the newest five of them shown', async (t) => {
    const [ann = '', b1 = '', b2 = '', b3 = ''] = people('ann', 'b1', 'b2', 'b3')
    await say(service, directConversation(ann, b1), b1, ...Array.from({ length: 8 }, (_, i) => `first ${i}`))
    await laterThan(Date.now())
    await say(service, directConversation(ann, b2), b2, 'second')
    await say(service, directConversation(ann, b2), ann, 'mine')
    await laterThan(Date.now())
    await say(service, directConversation(ann, b3), b3, 'third')
    await call(messages.markRead, { conversation: directConversation(ann, b1), seq: 1 }, ann)
    const unread = await call(messages.unread, {}, ann)
    t.equal(unread.count, 9)
    t.strictSame(
      unread.messages.map(({ text }) => text),
      ['third', 'second', 'first 7', 'first 6', 'first 5'],
    )
    const { people: counted } = await call(messages.unreadOf, { users: [b2, ann, b1] }, null)
    t.strictSame(
      counted.map(({ user, count }) => [user, count]),
      [
        [b2, 1],
        [ann, 9],
        [b1, 0],
      ],
    )
    t.strictSame(counted[1], unread)
  })

  await t.test('a thousand and more unread are counted to a thousand', async (t) => {
    const [ann = '', bob = ''] = people('ann', 'bob')
    const conversation = directConversation(ann, bob)
    for (let i = 0; i < 20; i++)
      await say(service, conversation, bob, ...Array.from({ length: 60 }, (_, k) => `${k}`))
    t.equal((await call(messages.conversation, { conversation }, ann)).unread, 1_000)
    await call(messages.markRead, { conversation, seq: 201 }, ann)
    t.equal((await call(messages.unread, {}, ann)).count, 999)
  })

  await t.test('messages of another application keep their times, once', async (t) => {
    const [ann = '', bob = ''] = people('ann', 'bob')
    const conversation = directConversation(ann, bob)
    const at = Date.now() - 1_000_000
    const old = (i: number, by: string, read: boolean) => ({
      by,
      clientId: `i${i}`,
      text: `old ${i}`,
      at: at + i,
      read,
    })
    const input = {
      conversation,
      messages: [
        old(1, ann, true),
        old(2, bob, true),
        old(3, ann, true),
        old(4, ann, false),
        { ...old(5, bob, false), at },
      ],
    }
    t.strictSame(await call(messages.importMessages, input, null), { written: 5, known: 0 })
    t.strictSame(await call(messages.importMessages, input, null), { written: 0, known: 5 })
    const found = await call(messages.history, { conversation }, bob)
    t.strictSame(
      found.messages.map((each) => each.at - at),
      [1, 2, 3, 4, 4],
      'never before the one before',
    )
    t.equal((await call(messages.conversation, { conversation }, ann)).unread, 1)
    t.equal((await call(messages.conversation, { conversation }, bob)).unread, 1)
    const more = { conversation, messages: [...input.messages, old(6, ann, false)] }
    t.strictSame(await call(messages.importMessages, more, null), { written: 1, known: 5 })
    const changed = { conversation, messages: [{ ...old(1, ann, true), text: 'changed' }] }
    await t.rejects(call(messages.importMessages, changed, null), { code: 'CONFLICT' })
    const foreign = { conversation, messages: [old(1, 'eve', true)] }
    await t.rejects(call(messages.importMessages, foreign, null), { code: 'INVALID', field: 'messages.0.by' })
  })

  await t.test('others learn of each entry and of each reading, without a word of it', async (t) => {
    const [ann = '', bob = ''] = people('ann', 'bob')
    const conversation = directConversation(ann, bob)
    const told: object[] = []
    const name = uniqueName('consumer')
    const keep = async (payloads: unknown[]) => {
      for (const payload of payloads)
        if (JSON.stringify(payload).includes(conversation)) told.push(payload as object)
    }
    for (const { subject } of [entriesCreated, readMoved]) {
      const consumer = await service.bus.consume(
        subject,
        `${name}${subject === readMoved.subject ? 'r' : 'e'}`,
        keep,
      )
      t.teardown(() => consumer.close())
    }
    await say(service, conversation, ann, 'a secret', 'another')
    await waitFor(() => told.length === 1, { what: 'both entries to be told' })
    await call(messages.markRead, { conversation, seq: 2 }, bob)
    await waitFor(() => told.length === 2, { what: 'the reading to be told' })
    const ofAnn = { conversation, by: ann, kind: 'message' }
    t.match(told[0], {
      id: /^[\w-]+:\d+-\d+$/,
      data: {
        entries: [
          { ...ofAnn, seq: 1, n: 1 },
          { ...ofAnn, seq: 2, n: 2 },
        ],
      },
    })
    t.match(told[1], {
      id: `${conversation}:${bob}:2`,
      data: { conversation, user: bob, readSeq: 2, readN: 2 },
    })
    t.notMatch(JSON.stringify(told), /secret|another/)
  })
}

/** What is written from now on has another time. */
async function laterThan(time: number): Promise<void> {
  await waitFor(() => Date.now() > time, { what: 'the next millisecond' })
}
