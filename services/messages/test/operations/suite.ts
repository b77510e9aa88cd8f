import { randomUUID } from 'node:crypto'
import { directConversation, type Entry, messages, type Pointer } from '@parley/contracts'
import type { Test } from 'tap'
import { liveOf, people, say, type Service } from './service.ts'

/** What the service does for those who ask it, whatever it stands on. */
export async function operationsSuite(t: Test, service: Service): Promise<void> {
  const { call } = service

  await t.test('what one sends, both are shown and find, and nobody else', async (t) => {
    const [ann = '', bob = '', eve = ''] = people('ann', 'bob', 'eve')
    const conversation = directConversation(ann, bob)
    const [atAnn, atBob, atEve] = [
      await liveOf(t, service, ann),
      await liveOf(t, service, bob),
      await liveOf(t, service, eve),
    ]
    const entries = await say(service, conversation, ann, 'one', 'two 🙂', 'three')
    t.match(
      entries.map(({ seq, n, by, text, kind }) => ({ seq, n, by, text, kind })),
      [1, 2, 3].map((seq, i) => ({
        seq,
        n: seq,
        by: ann,
        text: ['one', 'two 🙂', 'three'][i],
        kind: 'message',
      })),
    )
    for (const at of [atAnn, atBob]) {
      await at.until('of the third', (event) => event.type === 'entry' && event.entry.seq === 3)
      t.strictSame(
        at.events.flatMap((event) => (event.type === 'entry' ? [event.entry] : [])),
        entries,
      )
      await at.until('of the stored head', (event) => event.type === 'head' && event.seq === 3)
    }
    for (const reader of [ann, bob]) {
      const found = await call(messages.history, { conversation }, reader)
      t.strictSame(found.messages, entries)
      t.strictSame(found.head, { seq: 3, n: 3 })
      t.strictSame(
        (await call(messages.changes, { conversation, after: 1 }, reader)).entries,
        entries.slice(1),
      )
    }
    const [own] = await say(service, directConversation(eve, bob), eve, 'mine')
    await atEve.until('of what is hers', (event) => event.type === 'entry' && event.entry.by === eve)
    t.strictSame(
      atEve.events.flatMap((event) => (event.type === 'entry' ? [event.entry] : [])),
      [own],
    )
  })

  await t.test(
    'all conversations are listed in pages, at once, and put back they are the same',
    async (t) => {
      const [ann = '', bob = '', cat = ''] = people('ann', 'bob', 'cat')
      const ours = [directConversation(ann, bob), directConversation(ann, cat)].toSorted()
      for (const one of ours) await say(service, one, ann, 'one', 'two', 'three')
      await call(messages.markRead, { conversation: directConversation(ann, bob), seq: 2 }, bob)
      const listed: { conversation: string; pointers: Pointer[] }[] = []
      for (let after: string | undefined; ; ) {
        const page = await call(messages.allConversations, { limit: 1, ...(after ? { after } : {}) }, null)
        listed.push(...page.conversations)
        if (!page.more) break
        after = page.conversations.at(-1)?.conversation
      }
      const ids = listed.map(({ conversation }) => conversation)
      t.strictSame(ids, ids.toSorted())
      t.strictSame(
        ids.filter((id) => ours.includes(id)),
        ours,
      )

      const [dan = '', eve = ''] = people('dan', 'eve')
      const conversation = directConversation(dan, eve)
      const entry = (seq: number, by: string) => {
        const clientId = `restored-${conversation.slice(-20)}-${seq}`
        return { seq, n: seq, kind: 'message', by, clientId, at: 1_000 + seq, text: `number ${seq}` }
      }
      const pointers = [
        { user: dan, readSeq: 4, readN: 4, deliveredSeq: 4 },
        { user: eve, readSeq: 1, readN: 1, deliveredSeq: 2 },
      ].toSorted((one, other) => (one.user < other.user ? -1 : 1))
      const own = { user: eve, pinned: true as const, markedSeq: 1 }
      const parts = [
        { conversation, entries: [entry(1, dan), entry(2, eve)], pointers: [] },
        { conversation, entries: [entry(3, dan), entry(4, dan)], pointers, owns: [own] },
      ]
      // Also where the answer was lost, and it is asked for again.
      for (const part of [...parts, ...parts]) await call(messages.restore, part, null)
      const found = await call(messages.history, { conversation }, eve)
      t.strictSame(
        found.messages,
        parts.flatMap(({ entries }) => entries.map((one) => ({ conversation, ...one }))),
      )
      t.strictSame(
        found.pointers.toSorted((one, other) => (one.user < other.user ? -1 : 1)),
        pointers,
      )
      t.equal((await call(messages.unread, {}, eve)).count, 2)
      t.match((await call(messages.conversation, { conversation }, eve)).own, { pinned: true, markedSeq: 1 })
      t.notOk((await call(messages.conversation, { conversation }, dan)).own)
      const copied = await call(messages.allConversations, { after: before(conversation) }, null)
      t.match(copied.conversations[0], { conversation, owns: [own] })
      const [next] = await say(service, conversation, eve, 'and on it goes')
      t.match(next, { seq: 5, n: 5 })

      const other = { conversation, entries: [{ ...entry(5, dan), clientId: 'another' }], pointers: [] }
      await t.rejects(call(messages.restore, other, null), { code: 'CONFLICT' })
      for (const bad of [
        { conversation, entries: [entry(6, dan), entry(8, dan)], pointers: [] },
        { conversation, entries: [entry(6, ann)], pointers: [] },
        {
          conversation,
          entries: [entry(6, dan)],
          pointers: [{ user: eve, readSeq: 7, readN: 7, deliveredSeq: 7 }],
        },
        {
          conversation,
          entries: [entry(6, dan)],
          pointers: [{ user: ann, readSeq: 1, readN: 1, deliveredSeq: 1 }],
        },
        { conversation, entries: [entry(6, dan)], pointers: [], owns: [{ ...own, user: ann }] },
      ])
        await t.rejects(call(messages.restore, bad, null), { code: 'INVALID' })
    },
  )

  await t.test('nobody can tell what is not theirs from what is not there', async (t) => {
    const [ann = '', bob = '', eve = ''] = people('ann', 'bob', 'eve')
    const conversation = directConversation(ann, bob)
    await say(service, conversation, ann, 'for bob alone')
    for (const id of [conversation, `d_${eve}_${eve}`, `d_${eve}`, `g_${eve}`, `d_${eve}_zz_z`]) {
      const sent = [{ clientId: randomUUID(), text: 'let me in' }]
      const asked = {
        send: () => call(messages.send, { conversation: id, messages: sent }, eve),
        history: () => call(messages.history, { conversation: id }, eve),
        changes: () => call(messages.changes, { conversation: id, after: 0 }, eve),
        conversation: () => call(messages.conversation, { conversation: id }, eve),
        markRead: () => call(messages.markRead, { conversation: id, seq: 1 }, eve),
        arrange: () => call(messages.arrange, { conversation: id, mute: 'always' }, eve),
        markDelivered: () => call(messages.markDelivered, { pointers: [{ conversation: id, seq: 1 }] }, eve),
      }
      for (const [name, ask] of Object.entries(asked))
        await t.rejects(ask(), { code: 'NOT_FOUND' }, `${name} ${id}`)
    }
    t.strictSame(await call(messages.conversations, {}, eve), { conversations: [], more: false })
    t.strictSame(await call(messages.heads, {}, eve), { conversations: [] })
    t.strictSame(await call(messages.unread, {}, eve), { user: eve, count: 0, messages: [] })
    t.equal((await call(messages.history, { conversation }, bob)).messages.length, 1)
  })

  await t.test(
    'what is sent again is there once, what differs is refused and stops what follows',
    async (t) => {
      const [ann = '', bob = ''] = people('ann', 'bob')
      const conversation = directConversation(ann, bob)
      const sent = ['a', 'b', 'c'].map((text) => ({ clientId: randomUUID(), text }))
      const first = await call(messages.send, { conversation, messages: sent.slice(0, 2) }, ann)
      const again = await call(messages.send, { conversation, messages: sent }, ann)
      t.strictSame(again.results.slice(0, 2), first.results)
      t.match(again.results[2], { entry: { seq: 3, text: 'c' } })
      const [a, b, c] = sent
      const next = { clientId: randomUUID(), text: 'after it' }
      const other = [a, { clientId: b?.clientId ?? '', text: 'not b' }, next].flatMap((each) => each ?? [])
      const refused = await call(messages.send, { conversation, messages: other }, ann)
      t.match(refused.results[0], first.results[0])
      t.match(refused.results[1], { clientId: b?.clientId, error: { code: 'CONFLICT' } })
      t.match(refused.results[2], { clientId: next.clientId, error: { code: 'UNAVAILABLE' } })
      const theirs = await call(
        messages.send,
        { conversation, messages: [{ clientId: c?.clientId ?? '', text: 'x' }] },
        bob,
      )
      t.match(theirs.results, [{ entry: { seq: 4, by: bob } }], "another one's client ids are another one's")
      const at = await Promise.all(
        Array.from({ length: 10 }, () => call(messages.send, { conversation, messages: [next] }, ann)),
      )
      t.strictSame(new Set(at.map(({ results }) => JSON.stringify(results))).size, 1, 'also all at once')
      t.equal((await call(messages.history, { conversation }, ann)).messages.length, 5)
    },
  )

  await t.test('what cannot be a message is refused by name', async (t) => {
    const [ann = '', bob = ''] = people('ann', 'bob')
    const conversation = directConversation(ann, bob)
    const clientId = randomUUID()
    for (const text of ['', ' \n\t', '\u200b\u2060', 'x'.repeat(5_001), 'a\0b', '\ud800']) {
      const asked = call(messages.send, { conversation, messages: [{ clientId, text }] }, ann)
      await t.rejects(asked, { code: 'INVALID', field: /text$/ }, JSON.stringify(text.slice(0, 10)))
    }
    await t.rejects(call(messages.history, { conversation, limit: 201 }, ann), {
      code: 'INVALID',
      field: 'limit',
    })
    t.equal((await say(service, conversation, ann, '🙂'.repeat(5_000))).length, 1)
  })

  await t.test('a conversation that nobody has written to is empty, and not listed', async (t) => {
    const [ann = '', bob = ''] = people('ann', 'bob')
    const conversation = directConversation(ann, bob)
    const zero = (user: string) => ({ user, readSeq: 0, readN: 0, deliveredSeq: 0 })
    const found = await call(messages.conversation, { conversation }, ann)
    t.match(found, { conversation, head: { seq: 0, n: 0 }, unread: 0 })
    t.strictSame(new Set(found.pointers), new Set([zero(ann), zero(bob)]))
    t.match(await call(messages.history, { conversation }, bob), { messages: [], head: { seq: 0, n: 0 } })
    t.match(await call(messages.changes, { conversation, after: 0 }, bob), {
      entries: [],
      head: { seq: 0, n: 0 },
    })
    t.strictSame(await call(messages.markRead, { conversation, seq: 7 }, ann), zero(ann))
    await call(messages.markDelivered, { pointers: [{ conversation, seq: 7 }] }, ann)
    t.strictSame((await call(messages.conversations, {}, ann)).conversations, [])
  })

  await t.test('pages of history and of changes meet without a gap', async (t) => {
    const [ann = '', bob = ''] = people('ann', 'bob')
    const conversation = directConversation(ann, bob)
    for (let i = 0; i < 5; i++) {
      await say(
        service,
        conversation,
        i % 2 ? bob : ann,
        ...Array.from({ length: 50 }, (_, k) => `${i * 50 + k + 1}`),
      )
    }
    const page = async (input: { before?: number; after?: number; limit?: number }) =>
      (await call(messages.history, { conversation, ...input }, ann)).messages.map(({ n, text }) => {
        t.equal(String(n), text)
        return n
      })
    const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)
    t.strictSame(await page({}), range(51, 250), 'the last 200')
    t.strictSame(await page({ before: 51 }), range(1, 50))
    t.strictSame(await page({ before: 51, limit: 10 }), range(41, 50))
    t.strictSame(await page({ after: 240 }), range(241, 250))
    t.strictSame(await page({ after: 0, limit: 3 }), range(1, 3))
    t.strictSame(await page({ after: 250 }), [])
    t.strictSame(await page({ before: 1 }), [])
    t.strictSame(await page({ before: 0 }), [])
    const entries: Entry[] = []
    for (;;) {
      const after: number = entries.at(-1)?.seq ?? 0
      const found = await call(messages.changes, { conversation, after, limit: 70 }, bob)
      entries.push(...found.entries)
      if (after + found.entries.length >= found.head.seq) break
    }
    t.strictSame(
      entries.map(({ seq }) => seq),
      range(1, 250),
    )
    t.ok(entries.every(({ at }, i) => at >= (entries[i - 1]?.at ?? 0)))
  })

  await t.test('many at once, through every instance: no hole, one order, each in their own', async (t) => {
    const [ann = '', bob = ''] = people('ann', 'bob')
    const conversation = directConversation(ann, bob)
    const talk = async (by: string, who: number) => {
      for (let i = 0; i < 10; i++) await say(service, conversation, by, `${who} ${i} a`, `${who} ${i} b`)
    }
    await Promise.all([ann, bob, ann, bob, ann, bob].map(talk))
    const found = await call(messages.history, { conversation }, ann)
    t.equal(found.messages.length, 120)
    t.strictSame(
      found.messages.map(({ seq }) => seq),
      Array.from({ length: 120 }, (_, i) => i + 1),
    )
    for (let who = 0; who < 6; who++) {
      const own = found.messages.map(({ text }) => text ?? '').filter((text) => text.startsWith(`${who} `))
      t.strictSame(
        own,
        Array.from({ length: 20 }, (_, i) => `${who} ${i >> 1} ${i % 2 ? 'b' : 'a'}`),
      )
    }
    t.strictSame((await call(messages.history, { conversation }, bob)).messages, found.messages)
    t.match(await call(messages.conversation, { conversation }, bob), {
      head: { seq: 120, n: 120 },
      unread: 60,
    })
  })
}

/** An id that comes just before another one. */
function before(conversation: string): string {
  return conversation.slice(0, -1)
}
