import { messages } from '@parley/contracts'
import type { Test } from 'tap'
import { checkGapless, groupLive, id, inGroups, textsOf } from './group-house.ts'
import { people, say, type Service } from './service.ts'

/** What those see who come, go and come back. */
export async function comingsSuite(t: Test, service: Service): Promise<void> {
  const { call } = service
  const { make, add, remove } = inGroups(service)

  await t.test('who leaves is told so, and reads nothing more; who is back has a void between', async (t) => {
    const [ann = '', bob = '', cat = ''] = people('ann', 'bob', 'cat')
    const conversation = await make([ann, bob, cat])
    await say(service, conversation, ann, 'first', 'second')
    await call(messages.arrange, { conversation, pinned: true }, bob)
    t.equal((await call(messages.unread, {}, bob)).count, 2)
    const live = await groupLive(t, service)
    const { entry: removal } = await remove(conversation, ann, bob)
    await live.until(bob, 'that he is out', (event) => event.type === 'left' && event.seq === removal?.seq)
    t.equal((await call(messages.unread, {}, bob)).count, 0)
    t.strictSame(await call(messages.conversations, {}, bob), { conversations: [], more: false })
    t.strictSame((await call(messages.heads, {}, bob)).conversations, [])
    const before = live.of(bob).length
    const [third] = await say(service, conversation, ann, 'third')
    await call(messages.react, { conversation, n: 1, clientId: id(), emoji: '👍' }, cat)
    await live.until(cat, 'of the third', (event) => event.type === 'entry' && event.entry.seq === third?.seq)
    await t.rejects(say(service, conversation, bob, 'still here'), /nothing here/)
    await t.rejects(call(messages.history, { conversation }, bob), { code: 'NOT_FOUND' })

    const { entry: back } = await add(conversation, ann, bob)
    await call(messages.edit, { conversation, n: 3, clientId: id(), text: 'third, edited' }, ann)
    const [fourth] = await say(service, conversation, ann, 'fourth')
    await live.until(
      bob,
      'of the fourth',
      (event) => event.type === 'entry' && event.entry.seq === fourth?.seq,
    )
    const told = live.of(bob).slice(before)
    t.match(
      told.flatMap((event) => (event.type === 'entry' ? [event.entry] : [])),
      [{ seq: back?.seq, kind: 'members' }, { kind: 'void', by: '0' }, { text: 'fourth' }],
      'what changes something unseen is a void',
    )
    t.notMatch(JSON.stringify(told), /third/)
    const { messages: seen, first } = await call(messages.history, { conversation }, bob)
    t.strictSame(textsOf(seen), ['first', 'second', 'fourth'])
    t.equal(first, 1)
    t.strictSame(textsOf((await call(messages.history, { conversation, limit: 2 }, bob)).messages), [
      'second',
      'fourth',
    ])
    t.strictSame(
      textsOf((await call(messages.history, { conversation, before: 4, limit: 1 }, bob)).messages),
      ['second'],
    )
    t.strictSame(
      textsOf((await call(messages.history, { conversation, after: 1, limit: 2 }, bob)).messages),
      ['second', 'fourth'],
    )
    const { entries, head } = await call(messages.changes, { conversation, after: 0 }, bob)
    checkGapless(t, entries, head.seq)
    t.notMatch(JSON.stringify(entries), /third/)
    const within = await call(messages.changes, { conversation, after: removal?.seq ?? 0 }, bob)
    t.match(within.entries[0], { kind: 'void', from: (removal?.seq ?? 0) + 1, seq: (back?.seq ?? 0) - 1 })
    t.match(await call(messages.conversation, { conversation }, bob), { unread: 1, group: { count: 3 } })
    t.equal((await call(messages.conversations, {}, bob)).conversations[0]?.own, undefined, 'arranged anew')
    await t.rejects(call(messages.versions, { conversation, n: 3 }, bob), { code: 'NOT_FOUND' })
    await t.rejects(call(messages.react, { conversation, n: 3, clientId: id(), emoji: '👍' }, bob), {
      code: 'NOT_FOUND',
    })
    const reply = { clientId: id(), text: 'to what?', re: 3 }
    const { results } = await call(messages.send, { conversation, messages: [reply] }, bob)
    t.match(results, [{ error: { code: 'INVALID', field: 're' } }])
    const { results: fine } = await call(
      messages.send,
      { conversation, messages: [{ clientId: id(), text: 'quoting', re: 3 }] },
      cat,
    )
    t.match(fine, [{ entry: { re: 3 } }])
    const quoted = await call(messages.history, { conversation, limit: 1 }, bob)
    t.match(quoted.messages, [{ text: 'quoting', re: 3 }])
    t.equal(quoted.quotes, undefined)
    t.match((await call(messages.history, { conversation, limit: 1 }, cat)).quotes, [
      { text: 'third, edited' },
    ])
  })

  await t.test('newcomers see what the group lets them', async (t) => {
    const [ann = '', bob = '', cat = '', dan = ''] = people('ann', 'bob', 'cat', 'dan')
    const conversation = await make([ann, bob], { history: 'joining' })
    await say(service, conversation, ann, 'one', 'two', 'three')
    await add(conversation, ann, cat)
    const empty = await call(messages.history, { conversation }, cat)
    t.strictSame([empty.messages, empty.first], [[], 4])
    const own = (await call(messages.conversations, {}, cat)).conversations[0]
    t.match(own, { conversation, unread: 0 })
    t.equal(own?.head.preview, undefined)
    await call(messages.changeGroup, { conversation, clientId: id(), history: 'all' }, ann)
    await add(conversation, ann, dan)
    t.strictSame(textsOf((await call(messages.history, { conversation }, dan)).messages), [
      'one',
      'two',
      'three',
    ])
    t.strictSame(
      (await call(messages.history, { conversation }, cat)).messages,
      [],
      'for those who come then',
    )
    t.match(await call(messages.conversation, { conversation }, dan), { unread: 0 })
    await say(service, conversation, bob, 'four')
    for (const user of [cat, dan]) {
      t.equal((await call(messages.unread, {}, user)).count, 1)
      const { entries, head } = await call(messages.changes, { conversation, after: 0 }, user)
      checkGapless(t, entries, head.seq)
    }
    t.match((await call(messages.changes, { conversation, after: 0 }, cat)).entries, [
      { kind: 'void', from: 1, seq: 4, n: 3 },
      { kind: 'members', seq: 5 },
    ])
  })

  await t.test('how far each has come is told to all of a small group', async (t) => {
    const [ann = '', bob = '', cat = ''] = people('ann', 'bob', 'cat')
    const conversation = await make([ann, bob, cat])
    const [sent] = await say(service, conversation, ann, 'read this')
    const live = await groupLive(t, service)
    await call(messages.markRead, { conversation, seq: sent?.seq ?? 0 }, bob)
    for (const user of [ann, bob, cat])
      await live.until(
        user,
        'that bob has read',
        (event) =>
          event.type === 'receipt' && event.pointer.user === bob && event.pointer.readSeq === sent?.seq,
      )
    await call(messages.markDelivered, { pointers: [{ conversation, seq: 2 }] }, cat)
    const { pointers } = await call(messages.members, { conversation }, ann)
    t.match(
      pointers.toSorted((one, other) => (one.user < other.user ? -1 : 1)),
      [
        { user: ann, readSeq: 1, deliveredSeq: 1 },
        { user: bob, readSeq: 2, readN: 1 },
        { user: cat, readSeq: 1, deliveredSeq: 2 },
      ],
    )
    t.equal((await call(messages.unread, {}, bob)).count, 0)
  })

  await t.test('put back, a group is what it was', async (t) => {
    const [ann = '', bob = '', cat = ''] = people('ann', 'bob', 'cat')
    const from = await make([ann, bob])
    await say(service, from, ann, 'one')
    await remove(from, ann, bob)
    await say(service, from, ann, 'unseen by bob')
    await add(from, ann, bob, cat)
    await say(service, from, bob, 'two')
    const { entries } = await call(messages.allEntries, { conversation: from, after: 0 }, null)
    t.equal(entries.length, 6)
    const plain = entries.map(({ conversation: _, ...entry }) => entry)
    const { members, pointers } = await call(messages.members, { conversation: from }, ann)
    const conversation = `g_restored${ann}`
    const parts = [plain.slice(0, 2), plain.slice(2, 4), plain.slice(4)]
    for (const [i, part] of parts.entries())
      await call(messages.restore, { conversation, entries: part, pointers: i === 2 ? pointers : [] }, null)
    t.strictSame((await call(messages.members, { conversation }, ann)).members, members)
    for (const user of [ann, bob, cat]) {
      const [was, is] = await Promise.all(
        [from, conversation].map((one) => call(messages.history, { conversation: one }, user)),
      )
      t.strictSame(textsOf(is?.messages ?? []), textsOf(was?.messages ?? []))
      t.equal(
        (await call(messages.conversation, { conversation }, user)).unread,
        (await call(messages.conversation, { conversation: from }, user)).unread,
      )
    }
  })
}
