import { randomUUID } from 'node:crypto'
import { directConversation, messages } from '@parley/contracts'
import type { Test } from 'tap'
import { inGroups } from './group-house.ts'
import { liveOf, people, say, type Service } from './service.ts'

/** Writing messages of one conversation to others. */
export async function forwardSuite(t: Test, service: Service): Promise<void> {
  const { call } = service
  const id = () => randomUUID()

  await t.test('a message is forwarded as it is now, and nothing says whose it was', async (t) => {
    const [ann = '', bob = '', cat = ''] = people('ann', 'bob', 'cat')
    const [from, to] = [directConversation(ann, bob), directConversation(ann, cat)]
    await say(service, from, bob, 'one', 'two')
    await call(messages.edit, { conversation: from, n: 1, clientId: id(), text: 'uno' }, bob)
    await call(messages.react, { conversation: from, n: 1, clientId: id(), emoji: '👍' }, ann)
    const atCat = await liveOf(t, service, cat)
    const item = { clientId: id(), forward: { conversation: from, n: 1 } }
    const forward = () => call(messages.send, { conversation: to, messages: [item] }, ann)
    const { results } = await forward()
    const [first] = results
    if (!first || !('entry' in first)) return t.fail('it was not written')
    const { at, ...entry } = first.entry
    const place = { conversation: to, seq: 1, n: 1, kind: 'message', by: ann, clientId: item.clientId }
    t.strictSame(entry, { ...place, text: 'uno', forwarded: true })
    const told = await atCat.until('of it', (event) => event.type === 'entry')
    t.strictSame(told, { type: 'entry', entry: { ...entry, at } })
    t.strictSame((await forward()).results, results, 'once, however often it is asked for')

    // What becomes of it later on is nothing of the one that was taken over, nor of a request that comes again.
    await call(messages.edit, { conversation: from, n: 1, clientId: id(), text: 'eins' }, bob)
    t.strictSame((await forward()).results, results)
    await call(messages.remove, { conversation: from, n: 1, clientId: id() }, bob)
    t.strictSame((await forward()).results, results)
    for (const read of [
      await call(messages.history, { conversation: to }, cat).then((page) => page.messages),
      await call(messages.changes, { conversation: to, after: 0 }, cat).then((page) => page.entries),
      (await call(messages.unread, {}, cat)).messages,
    ])
      t.strictSame(read, [{ ...entry, at }])
    t.notMatch(JSON.stringify(await call(messages.versions, { conversation: to, n: 1 }, cat)), bob)
    t.match((await call(messages.conversation, { conversation: to }, cat)).head.preview, { text: 'uno' })
    const other = { ...item, forward: { conversation: from, n: 2 } }
    const refused = await call(messages.send, { conversation: to, messages: [other] }, ann)
    t.match(refused.results, [{ error: { code: 'CONFLICT' } }], 'another message by the same id')
    await call(messages.remove, { conversation: to, n: 1, clientId: id() }, ann)
    t.match((await forward()).results, [{ entry: { n: 1, forwarded: true } }])
    t.equal((await call(messages.history, { conversation: to }, cat)).head.n, 1)
  })

  await t.test('by many at once it is written once', async (t) => {
    const [ann = '', bob = '', cat = ''] = people('ann', 'bob', 'cat')
    const [from, to] = [directConversation(ann, bob), directConversation(ann, cat)]
    await say(service, from, ann, 'one')
    const item = { clientId: id(), forward: { conversation: from, n: 1 } }
    await Promise.all(
      Array.from({ length: 8 }, () => call(messages.send, { conversation: to, messages: [item] }, ann)),
    )
    t.strictSame((await call(messages.history, { conversation: to }, cat)).head, { seq: 1, n: 1 })
  })

  await t.test('what one cannot read, and what is deleted, is not forwarded', async (t) => {
    const [ann = '', bob = '', eve = ''] = people('ann', 'bob', 'eve')
    const [from, to] = [directConversation(ann, bob), directConversation(ann, eve)]
    await say(service, from, bob, 'secret', 'deleted')
    await call(messages.remove, { conversation: from, n: 2, clientId: id() }, bob)
    const ask = async (actor: string, n: number, more: object = {}) => {
      const item = { clientId: id(), forward: { conversation: from, n }, ...more }
      return (await call(messages.send, { conversation: to, messages: [item] }, actor)).results
    }
    const missing = [{ error: { code: 'NOT_FOUND' } }]
    t.match(await ask(eve, 1), missing)
    t.match(await ask(eve, 9), missing, 'what is there and what is not look alike')
    t.match(await ask(ann, 9), missing)
    t.match(await ask(ann, 0), missing)
    t.match(await ask(ann, 2), [{ error: { code: 'CONFLICT' } }])
    await t.rejects(ask(bob, 1), { code: 'NOT_FOUND' }, 'to a conversation of others')
    await t.rejects(ask(ann, 1, { text: 'and a text' }), { code: 'INVALID' })
    const empty = { conversation: to, messages: [{ clientId: id() }] }
    await t.rejects(call(messages.send, empty, ann), { code: 'INVALID' })
    const results = await call(
      messages.send,
      {
        conversation: to,
        messages: [
          { clientId: id(), text: 'before' },
          { clientId: id(), forward: { conversation: from, n: 2 } },
          { clientId: id(), text: 'behind' },
        ],
      },
      ann,
    )
    t.match(results.results, [{ entry: { n: 1 } }, { error: { code: 'CONFLICT' } }])
    t.equal(results.results.length, 2, 'what is behind is not tried')
    const { entries } = await call(messages.changes, { conversation: to, after: 0 }, eve)
    t.strictSame(
      entries.map(({ text }) => text),
      ['before'],
    )
  })

  await t.test('out of a group and into one, of what one may see there', async (t) => {
    const [ann = '', bob = '', cat = '', eve = ''] = people('ann', 'bob', 'cat', 'eve')
    const { make, add, remove } = inGroups(service)
    const group = await make([ann, bob], { history: 'joining' })
    const to = directConversation(cat, eve)
    await say(service, group, ann, 'before cat')
    const forward = async (actor: string, n: number, target = to, from = group) => {
      const item = { clientId: id(), forward: { conversation: from, n } }
      return (await call(messages.send, { conversation: target, messages: [item] }, actor)).results
    }
    const missing = [{ error: { code: 'NOT_FOUND' } }]
    t.match(await forward(cat, 1), missing)
    await add(group, ann, cat)
    await say(service, group, bob, 'with cat')
    t.match(await forward(cat, 1), missing, 'what was there before one joined')
    t.match(await forward(cat, 2), [{ entry: { text: 'with cat', forwarded: true } }])
    t.match(await forward(eve, 1, to, to), [{ entry: { n: 2, by: eve, forwarded: true } }])
    t.match(await forward(cat, 1, group, to), [{ entry: { conversation: group, n: 3, forwarded: true } }])
    t.match((await call(messages.history, { conversation: group }, ann)).messages.at(-1), {
      text: 'with cat',
      forwarded: true,
    })
    await remove(group, ann, cat)
    t.match(await forward(cat, 2), missing)
    await t.rejects(forward(cat, 1, group, to), { code: 'NOT_FOUND' })
  })
}
