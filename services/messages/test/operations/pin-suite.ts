import { randomUUID } from 'node:crypto'
import { directConversation, limits, messages } from '@parley/contracts'
import type { Test } from 'tap'
import { inGroups } from './group-house.ts'
import { liveOf, people, say, type Service } from './service.ts'

/** Pinning messages for all of a conversation. */
export async function pinSuite(t: Test, service: Service): Promise<void> {
  const { call } = service
  const id = () => randomUUID()

  await t.test('either pins and unpins, and both are told', async (t) => {
    const [ann = '', bob = ''] = people('ann', 'bob')
    const conversation = directConversation(ann, bob)
    await say(service, conversation, ann, 'one', 'two', 'three')
    const atAnn = await liveOf(t, service, ann)
    const message = (n: number) => ({ conversation, n, clientId: id() })
    const first = message(1)
    const { entry } = await call(messages.pin, first, bob)
    t.match(entry, { seq: 4, n: 3, kind: 'pin', of: 1, by: bob })
    t.equal(entry.text, undefined)
    const told = await atAnn.until('of the pin', (event) => event.type === 'entry')
    t.strictSame(told, { type: 'entry', entry })
    t.strictSame(await call(messages.pin, first, bob), { entry }, 'asked again')
    t.strictSame(await call(messages.pin, message(1), ann), { entry }, 'it is pinned already')
    await call(messages.pin, message(3), ann)
    await call(messages.edit, { ...message(3), text: 'drei' }, ann)
    for (const reader of [ann, bob]) {
      t.match((await call(messages.pinned, { conversation }, reader)).messages, [
        { n: 3, text: 'drei', pinned: { seq: 5, by: ann } },
        { n: 1, text: 'one', pinned: { seq: 4, by: bob } },
      ])
      const { messages: page } = await call(messages.history, { conversation }, reader)
      t.strictSame(
        page.map(({ pinned }) => pinned?.seq),
        [4, undefined, 5],
      )
      const missed = await call(messages.changes, { conversation, after: 3 }, reader)
      t.strictSame(
        missed.entries.map(({ kind, of }) => `${kind} ${of}`),
        ['pin 1', 'pin 3', 'edit 3'],
      )
    }
    t.equal((await call(messages.unread, {}, bob)).count, 3, 'no message is read or unread by it')
    t.match((await call(messages.conversation, { conversation }, bob)).head, {
      n: 3,
      preview: { text: 'drei' },
    })
    t.match((await call(messages.unpin, message(1), ann)).entry, { kind: 'unpin', of: 1, by: ann })
    t.strictSame(await call(messages.unpin, message(1), bob), {}, 'what is not pinned is not unpinned')
    await call(messages.remove, message(3), ann)
    t.strictSame(await call(messages.pinned, { conversation }, bob), { messages: [] })
    await t.rejects(call(messages.pin, message(3), bob), { code: 'CONFLICT' })
    t.strictSame(await call(messages.unpin, message(3), bob), {})
  })

  await t.test('fifty at most, by however many at once', async (t) => {
    const [ann = '', bob = ''] = people('ann', 'bob')
    const conversation = directConversation(ann, bob)
    const texts = Array.from({ length: limits.pinnedMessages + 5 }, (_, i) => `text ${i}`)
    await say(service, conversation, ann, ...texts.slice(0, 30))
    await say(service, conversation, ann, ...texts.slice(30))
    for (let n = 1; n < limits.pinnedMessages; n++)
      await call(messages.pin, { conversation, n, clientId: id() }, n % 2 === 0 ? ann : bob)
    const outcomes = await Promise.allSettled(
      texts.slice(limits.pinnedMessages - 1).map((_, i) => {
        const n = limits.pinnedMessages + i
        return call(messages.pin, { conversation, n, clientId: id() }, ann)
      }),
    )
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    for (const { reason } of refused) t.match(reason, { code: 'CONFLICT', field: 'n' })
    const { messages: pinned } = await call(messages.pinned, { conversation }, bob)
    t.equal(pinned.length, limits.pinnedMessages)
    await call(messages.unpin, { conversation, n: 1, clientId: id() }, bob)
    await call(messages.pin, { conversation, n: texts.length, clientId: id() }, bob)
    const again = await call(messages.pinned, { conversation }, bob)
    t.ok(again.messages.some(({ n }) => n === texts.length))
  })

  await t.test('of others nobody pins anything, or learns what is pinned', async (t) => {
    const [ann = '', bob = '', eve = ''] = people('ann', 'bob', 'eve')
    const conversation = directConversation(ann, bob)
    await say(service, conversation, ann, 'of ann')
    await call(messages.pin, { conversation, n: 1, clientId: id() }, ann)
    const atEve = await liveOf(t, service, eve)
    for (const n of [1, 2]) {
      await t.rejects(call(messages.pin, { conversation, n, clientId: id() }, eve), { code: 'NOT_FOUND' })
      await t.rejects(call(messages.unpin, { conversation, n, clientId: id() }, eve), { code: 'NOT_FOUND' })
    }
    await t.rejects(call(messages.pinned, { conversation }, eve), { code: 'NOT_FOUND' })
    await t.rejects(call(messages.pin, { conversation, n: 2, clientId: id() }, ann), { code: 'NOT_FOUND' })
    await t.rejects(call(messages.unpin, { conversation, n: 0, clientId: id() }, ann), { code: 'NOT_FOUND' })
    const empty = directConversation(ann, eve)
    t.strictSame(await call(messages.pinned, { conversation: empty }, ann), { messages: [] })
    t.match((await call(messages.pinned, { conversation }, bob)).messages, [{ n: 1 }])
    t.strictSame(atEve.events, [])
  })

  await t.test('members of a group pin, and learn of what they may see there', async (t) => {
    const [ann = '', bob = '', cat = '', eve = ''] = people('ann', 'bob', 'cat', 'eve')
    const { make, add, remove } = inGroups(service)
    const conversation = await make([ann, bob], { history: 'joining' })
    await say(service, conversation, ann, 'before cat')
    await call(messages.pin, { conversation, n: 1, clientId: id() }, bob)
    await add(conversation, ann, cat)
    await say(service, conversation, bob, 'with cat')
    const { entry } = await call(messages.pin, { conversation, n: 2, clientId: id() }, cat)
    const numbers = async (user: string) =>
      (await call(messages.pinned, { conversation }, user)).messages.map(({ n }) => n)
    t.strictSame(await numbers(ann), [2, 1])
    t.strictSame(await numbers(cat), [2])
    for (const operation of [messages.pin, messages.unpin])
      await t.rejects(call(operation, { conversation, n: 1, clientId: id() }, cat), { code: 'NOT_FOUND' })
    const { entries } = await call(messages.changes, { conversation, after: 0 }, cat)
    t.strictSame(
      entries.filter(({ kind }) => kind === 'pin').map(({ seq }) => seq),
      [entry.seq],
      'what pins something unseen is a void',
    )
    await call(messages.unpin, { conversation, n: 2, clientId: id() }, ann)
    t.strictSame(await numbers(bob), [1])
    await remove(conversation, ann, cat)
    for (const user of [cat, eve]) {
      await t.rejects(numbers(user), { code: 'NOT_FOUND' })
      await t.rejects(call(messages.pin, { conversation, n: 2, clientId: id() }, user), { code: 'NOT_FOUND' })
    }
  })
}
