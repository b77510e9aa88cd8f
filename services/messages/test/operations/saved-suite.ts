import { randomUUID } from 'node:crypto'
import { directConversation, limits, messages } from '@parley/contracts'
import type { Test } from 'tap'
import { inGroups } from './group-house.ts'
import { liveOf, people, say, type Service } from './service.ts'

/** Saving messages for oneself. */
export async function savedSuite(t: Test, service: Service): Promise<void> {
  const { call } = service

  await t.test('one saves for oneself, finds it as it is now, and nobody else learns of it', async (t) => {
    const [ann = '', bob = '', cat = ''] = people('ann', 'bob', 'cat')
    const [first, second] = [directConversation(ann, bob), directConversation(ann, cat)]
    await say(service, first, bob, 'one', 'two', 'three')
    await say(service, second, ann, 'of ann')
    const atBob = await liveOf(t, service, bob)
    const before = await call(messages.conversation, { conversation: first }, bob)
    for (const [conversation, n] of [
      [first, 3],
      [first, 1],
      [second, 1],
      [first, 3],
    ] as const)
      await call(messages.save, { conversation, n }, ann)
    await call(messages.edit, { conversation: first, n: 1, clientId: randomUUID(), text: 'uno' }, bob)
    const shown = async (user: string) => {
      const { saved } = await call(messages.saved, {}, user)
      return saved.map(({ message }) => message.text)
    }
    t.strictSame(await shown(ann), ['of ann', 'uno', 'three'])
    t.strictSame(await shown(bob), [])
    const page = await call(messages.saved, { limit: 2 }, ann)
    t.equal(page.saved.length, 2)
    const rest = await call(messages.saved, { limit: 2, ...(page.next ? { before: page.next } : {}) }, ann)
    t.match(rest.saved, [{ message: { n: 3 } }])
    t.equal(rest.next, undefined)
    const range = { conversation: first, from: 1, to: 3 }
    t.strictSame(
      (await call(messages.savedIn, range, ann)).numbers.toSorted((one, two) => one - two),
      [1, 3],
    )
    t.strictSame(await call(messages.savedIn, range, bob), { numbers: [] })
    const after = await call(messages.conversation, { conversation: first }, bob)
    t.equal(after.head.seq, before.head.seq + 1, 'the log has nothing of it but the edit')
    t.ok(atBob.events.every((event) => event.type !== 'entry' || event.entry.kind === 'edit'))
    await call(messages.unsave, { conversation: first, n: 3 }, ann)
    await call(messages.unsave, { conversation: first, n: 3 }, ann)
    await call(messages.remove, { conversation: first, n: 1, clientId: randomUUID() }, bob)
    t.strictSame(await shown(ann), ['of ann'], 'what is deleted is gone')
    await t.rejects(call(messages.save, { conversation: first, n: 1 }, ann), { code: 'CONFLICT' })
    t.strictSame(await call(messages.savedIn, range, ann), { numbers: [] })
  })

  await t.test('what one cannot read one cannot save, and there is an end to it', async (t) => {
    const [ann = '', bob = '', eve = ''] = people('ann', 'bob', 'eve')
    const conversation = directConversation(ann, bob)
    await say(service, conversation, ann, 'secret')
    for (const n of [1, 2]) {
      await t.rejects(call(messages.save, { conversation, n }, eve), { code: 'NOT_FOUND' })
      await t.rejects(call(messages.unsave, { conversation, n }, eve), { code: 'NOT_FOUND' })
    }
    await t.rejects(call(messages.savedIn, { conversation, from: 1, to: 9 }, eve), { code: 'NOT_FOUND' })
    await t.rejects(call(messages.save, { conversation, n: 2 }, ann), { code: 'NOT_FOUND' })
    t.strictSame(await call(messages.saved, {}, eve), { saved: [] })
    const texts = Array.from({ length: 50 }, (_, i) => `text ${i}`)
    for (let i = 0; i < limits.saved / 50; i++) await say(service, conversation, bob, ...texts)
    for (let n = 1; n <= limits.saved; n += 50)
      await Promise.all(texts.map((_, i) => call(messages.save, { conversation, n: n + i }, ann)))
    const next = { conversation, n: limits.saved + 1 }
    await t.rejects(call(messages.save, next, ann), { code: 'CONFLICT', field: 'n' })
    await call(messages.save, { conversation, n: 7 }, ann)
    await call(messages.save, next, bob)
    await call(messages.unsave, { conversation, n: 7 }, ann)
    await call(messages.save, next, ann)
    t.match((await call(messages.saved, { limit: 1 }, ann)).saved, [{ message: { n: next.n } }])
  })

  await t.test('copied and put back it is the same, without what is not there', async (t) => {
    const [ann = '', bob = '', dan = ''] = people('ann', 'bob', 'dan')
    const conversation = directConversation(ann, bob)
    await say(service, conversation, ann, 'one', 'two')
    for (const user of [ann, bob]) await call(messages.save, { conversation, n: 2 }, user)
    const copied = []
    let after: string | undefined
    do {
      const page = await call(messages.copySaved, after === undefined ? {} : { after }, null)
      copied.push(...page.saved.filter((one) => one.conversation === conversation))
      after = page.next
    } while (after !== undefined)
    t.equal(copied.length, 2)
    for (const user of [ann, bob]) await call(messages.unsave, { conversation, n: 2 }, user)
    const [first] = copied
    if (!first) return t.fail('nothing was copied')
    const others = [
      { ...first, id: `${first.id.slice(0, -1)}y`, user: dan },
      { ...first, id: `${first.id.slice(0, -1)}x`, n: 9 },
    ]
    for (let again = 0; again < 2; again++)
      await call(messages.restoreSaved, { saved: [...copied, ...others] }, null)
    for (const user of [ann, bob]) {
      const { saved } = await call(messages.saved, {}, user)
      t.match(saved, [{ id: copied.find((one) => one.user === user)?.id, message: { text: 'two' } }])
      t.equal(saved.length, 1)
    }
    t.strictSame(await call(messages.saved, {}, dan), { saved: [] })
  })

  await t.test('of a group one has saved what one may see there', async (t) => {
    const [ann = '', bob = '', cat = ''] = people('ann', 'bob', 'cat')
    const { make, add, remove } = inGroups(service)
    const conversation = await make([ann, bob], { history: 'joining' })
    await say(service, conversation, ann, 'before cat')
    await add(conversation, ann, cat)
    await say(service, conversation, bob, 'with cat')
    await t.rejects(call(messages.save, { conversation, n: 1 }, cat), { code: 'NOT_FOUND' })
    await call(messages.save, { conversation, n: 2 }, cat)
    t.match((await call(messages.saved, {}, cat)).saved, [{ message: { conversation, text: 'with cat' } }])
    await remove(conversation, ann, cat)
    t.strictSame((await call(messages.saved, {}, cat)).saved, [], 'who is no member any more reads nothing')
    await t.rejects(call(messages.save, { conversation, n: 2 }, cat), { code: 'NOT_FOUND' })
    await add(conversation, ann, cat)
    t.match((await call(messages.saved, {}, cat)).saved, [{ message: { text: 'with cat' } }])
  })
}
