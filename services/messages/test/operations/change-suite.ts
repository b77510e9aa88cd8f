import { randomUUID } from 'node:crypto'
import { directConversation, messages } from '@parley/contracts'
import { waitFor } from '@parley/testing'
import type { Test } from 'tap'
import { liveOf, people, say, type Service } from './service.ts'

/** Editing and deleting what one wrote. */
export async function changeSuite(t: Test, service: Service): Promise<void> {
  const { call } = service
  const id = () => randomUUID()

  await t.test(
    'an edit is an entry of the log, shown to both, and the message stands as edited',
    async (t) => {
      const [ann = '', bob = ''] = people('ann', 'bob')
      const conversation = directConversation(ann, bob)
      const [first] = await say(service, conversation, ann, 'one', 'two')
      const atBob = await liveOf(t, service, bob)
      const { entry } = await call(messages.edit, { conversation, n: 1, clientId: id(), text: 'uno' }, ann)
      t.match(entry, { seq: 3, n: 2, kind: 'edit', by: ann, of: 1, text: 'uno' })
      const told = await atBob.until('of the edit', (event) => event.type === 'entry')
      t.strictSame(told, { type: 'entry', entry })
      for (const reader of [ann, bob]) {
        const { messages: page, head } = await call(messages.history, { conversation }, reader)
        t.strictSame(page[0], { ...first, text: 'uno', edited: { seq: 3, at: entry.at } })
        t.match(page[1], { text: 'two' })
        t.equal(page[1]?.edited, undefined)
        t.strictSame(head, { seq: 3, n: 2 })
        t.strictSame(
          (await call(messages.changes, { conversation, after: 0 }, reader)).entries.map(({ text }) => text),
          ['one', 'two', 'uno'],
        )
        const found = await call(messages.versions, { conversation, n: 1 }, reader)
        t.strictSame(
          found.versions.map(({ seq, text }) => [seq, text]),
          [
            [3, 'uno'],
            [1, 'one'],
          ],
        )
        t.match(found.message, { n: 1, text: 'uno' })
      }
      const again = { conversation, n: 1, clientId: entry.clientId }
      t.strictSame(
        await call(messages.edit, { ...again, text: 'uno' }, ann),
        { entry },
        'sent again, it is there once',
      )
      await t.rejects(call(messages.edit, { ...again, text: 'another' }, ann), { code: 'CONFLICT' })
      await t.rejects(call(messages.edit, { ...again, clientId: id(), text: ' ' }, ann), { code: 'INVALID' })
    },
  )

  await t.test('what is deleted is gone everywhere, keeps its place, and is not counted', async (t) => {
    const [ann = '', bob = ''] = people('ann', 'bob')
    const conversation = directConversation(ann, bob)
    await say(service, conversation, ann, 'keep', 'secret', 'newest secret')
    await call(messages.edit, { conversation, n: 2, clientId: id(), text: 'edited secret' }, ann)
    t.equal((await call(messages.unread, {}, bob)).count, 3)
    const { entry } = await call(messages.remove, { conversation, n: 2, clientId: id() }, ann)
    t.match(entry, { seq: 5, n: 3, kind: 'delete', of: 2 })
    const newest = await call(messages.remove, { conversation, n: 3, clientId: id() }, ann)
    for (const reader of [ann, bob]) {
      const everything = [
        await call(messages.history, { conversation }, reader),
        await call(messages.changes, { conversation, after: 0 }, reader),
        await call(messages.versions, { conversation, n: 2 }, reader),
        await call(messages.conversations, {}, reader),
        await call(messages.conversation, { conversation }, reader),
        await call(messages.unread, {}, reader),
      ]
      t.notMatch(JSON.stringify(everything), 'secret')
      const { messages: page } = await call(messages.history, { conversation }, reader)
      t.strictSame(
        page.map(({ n, text, deleted }) => [n, text, deleted?.seq]),
        [
          [1, 'keep', undefined],
          [2, undefined, 5],
          [3, undefined, 6],
        ],
      )
      t.match((await call(messages.conversation, { conversation }, reader)).head, {
        seq: 6,
        n: 3,
        preview: { by: ann, text: '', n: 3, deleted: true },
      })
    }
    t.match(await call(messages.unread, {}, bob), { count: 1, messages: [{ text: 'keep' }] })
    t.equal((await call(messages.conversation, { conversation }, bob)).unread, 1)
    t.strictSame(
      await call(messages.remove, { conversation, n: 3, clientId: id() }, ann),
      newest,
      'deleted twice, it is deleted once',
    )
    t.strictSame((await call(messages.versions, { conversation, n: 2 }, bob)).versions, [])
    const late = { conversation, n: 2, clientId: id(), text: 'back again' }
    await t.rejects(call(messages.edit, late, ann), { code: 'CONFLICT' })
    await say(service, conversation, bob, 'and on it goes')
    t.match((await call(messages.conversation, { conversation }, ann)).head.preview, {
      text: 'and on it goes',
    })
  })

  await t.test('an edit shows in the list and the bell, and moves nothing up', async (t) => {
    const [ann = '', bob = '', cat = ''] = people('ann', 'bob', 'cat')
    const conversation = directConversation(ann, bob)
    await say(service, conversation, ann, 'first', 'last')
    const before = (await call(messages.conversation, { conversation }, bob)).head.at
    await waitFor(() => Date.now() > before, { what: 'the next millisecond' })
    await say(service, directConversation(bob, cat), cat, 'newer')
    await call(messages.edit, { conversation, n: 1, clientId: id(), text: 'primero' }, ann)
    t.match((await call(messages.conversation, { conversation }, bob)).head.preview, { text: 'last' })
    await call(messages.edit, { conversation, n: 2, clientId: id(), text: 'último' }, ann)
    const { conversations } = await call(messages.conversations, {}, bob)
    t.strictSame(
      conversations.map(({ head: { preview } }) => preview?.text),
      ['newer', 'último'],
    )
    t.equal(conversations[1]?.head.at, before)
    t.strictSame(
      (await call(messages.unread, {}, bob)).messages.map(({ text }) => text),
      ['newer', 'último', 'primero'],
    )
    const head = { conversation, seq: 4, n: 2 }
    await waitFor(
      async () =>
        (await call(messages.heads, {}, bob)).conversations.some(
          (each) =>
            each.conversation === head.conversation && each.head.seq === head.seq && each.head.n === head.n,
        ),
      { what: 'the head to be told' },
    )
    const [next] = await say(service, conversation, bob, 'goes on')
    t.match(next, { seq: 5, n: 3 })
    t.ok((next?.at ?? 0) >= before)
  })

  await t.test('of edits and deletions at once one state comes out, for everybody', async (t) => {
    const [ann = '', bob = ''] = people('ann', 'bob')
    const conversation = directConversation(ann, bob)
    for (let n = 1; n <= 8; n++) {
      await say(service, conversation, ann, `text ${n}`)
      const isDeleted = n % 2 === 0
      const edits = Array.from({ length: 4 }, (_, i) =>
        call(messages.edit, { conversation, n, clientId: id(), text: `secret ${n} by ${i}` }, ann),
      )
      const deletions = Array.from({ length: isDeleted ? 2 : 0 }, () =>
        call(messages.remove, { conversation, n, clientId: id() }, ann),
      )
      const settled = await Promise.allSettled([...edits, ...deletions])
      for (const outcome of settled)
        if (outcome.status === 'rejected') t.match(outcome.reason, { code: 'CONFLICT' })
      const { entries } = await call(messages.changes, { conversation, after: 0 }, bob)
      const last = entries.findLast(({ of, kind }) => of === n && kind === 'edit')
      for (const reader of [ann, bob]) {
        const page = await call(messages.history, { conversation, before: n + 1, limit: 1 }, reader)
        if (isDeleted) {
          t.match(page.messages, [{ n, deleted: { by: ann } }])
          t.notMatch(
            JSON.stringify(await call(messages.changes, { conversation, after: 0 }, reader)),
            `secret ${n} `,
          )
          t.match((await call(messages.conversation, { conversation }, reader)).head.preview, {
            deleted: true,
          })
        } else {
          t.match(page.messages, [{ n, text: last?.text, edited: { seq: last?.seq } }])
          t.match((await call(messages.conversation, { conversation }, reader)).head.preview, {
            text: last?.text,
          })
        }
      }
    }
  })

  await t.test('either reacts, once with each emoji, and takes it back', async (t) => {
    const [ann = '', bob = ''] = people('ann', 'bob')
    const conversation = directConversation(ann, bob)
    await say(service, conversation, ann, 'one', 'two')
    const atAnn = await liveOf(t, service, ann)
    const reaction = (emoji: string) => ({ conversation, n: 1, clientId: id(), emoji })
    const { entry } = await call(messages.react, reaction('👍'), bob)
    t.match(entry, { seq: 3, n: 2, kind: 'react', of: 1, by: bob, text: '👍' })
    await atAnn.until('of the reaction', (event) => event.type === 'entry' && event.entry.seq === 3)
    t.strictSame(await call(messages.react, reaction('👍'), bob), { entry }, 'on another device too')
    await Promise.all([
      call(messages.react, reaction('👍'), ann),
      call(messages.react, reaction('👩‍👩‍👧‍👦'), ann),
    ])
    const shown = async () => {
      const { messages: page } = await call(messages.history, { conversation }, bob)
      return page.map(({ reactions = [] }) =>
        reactions.map(({ emoji, by }) => `${emoji} ${by.length}`).toSorted(),
      )
    }
    t.strictSame(await shown(), [['👍 2', '👩‍👩‍👧‍👦 1'].toSorted(), []])
    t.match((await call(messages.unreact, reaction('👍'), bob)).entry, { kind: 'unreact', of: 1 })
    t.strictSame(await call(messages.unreact, reaction('👍'), bob), {}, 'what is not there is not taken back')
    t.strictSame(await shown(), [['👍 1', '👩‍👩‍👧‍👦 1'].toSorted(), []])
    t.equal((await call(messages.unread, {}, bob)).count, 2, 'no message is read or unread by it')
    t.match((await call(messages.conversation, { conversation }, bob)).head.preview, { text: 'two' })
    for (const emoji of ['x', '👍👍', '👍 ', '1', '🇩', '#'])
      await t.rejects(call(messages.react, reaction(emoji), ann), { code: 'INVALID' }, emoji)
    const many = Array.from('😀😃😄😁😆😅🤣😂🙂🙃😉😊😇🥰😍🤩😘😗').map(reaction)
    for (const one of many) await call(messages.react, one, ann)
    await t.rejects(call(messages.react, reaction('🚀'), bob), { code: 'CONFLICT' }, 'the twenty-first')
    await call(messages.react, reaction('😀'), bob)
    await call(messages.remove, { conversation, n: 1, clientId: id() }, ann)
    t.strictSame(await shown(), [[], []])
    await t.rejects(call(messages.react, reaction('👍'), bob), { code: 'CONFLICT' })
  })

  await t.test('a reply has what it is a reply to, as that is now', async (t) => {
    const [ann = '', bob = ''] = people('ann', 'bob')
    const conversation = directConversation(ann, bob)
    await say(service, conversation, ann, 'first '.repeat(40), 'second')
    const send = async (...sent: { text: string; re?: number }[]) => {
      const drafts = sent.map((one) => ({ clientId: id(), ...one }))
      return (await call(messages.send, { conversation, messages: drafts }, bob)).results
    }
    t.match(await send({ text: 'to the first', re: 1 }, { text: 'to nobody' }), [
      { entry: { n: 3, re: 1 } },
      { entry: { n: 4 } },
    ])
    const quotes = async () => {
      const page = await call(messages.history, { conversation, after: 2 }, ann)
      const missed = await call(messages.changes, { conversation, after: 2 }, ann)
      const { quotes: own } = await call(messages.versions, { conversation, n: 3 }, ann)
      t.strictSame(missed.quotes, page.quotes)
      t.strictSame(own, page.quotes)
      return page.quotes?.map(({ n, by, text, deleted }) => [n, by, text, deleted !== undefined])
    }
    const [[, , text] = []] = (await quotes()) ?? []
    t.ok(String(text).length <= 121 && String(text).endsWith('…'), 'shortly')
    await call(messages.edit, { conversation, n: 1, clientId: id(), text: 'uno' }, ann)
    t.strictSame(await quotes(), [[1, ann, 'uno', false]])
    await call(messages.remove, { conversation, n: 1, clientId: id() }, ann)
    t.strictSame(await quotes(), [[1, ann, undefined, true]])
    t.equal((await call(messages.history, { conversation, before: 3 }, ann)).quotes, undefined)
    const results = await send({ text: 'good', re: 2 }, { text: 'bad', re: 99 }, { text: 'behind it' })
    t.match(results, [{ entry: { n: 5, re: 2 } }, { error: { code: 'INVALID', field: 're' } }])
    t.equal(results.length, 2, 'what is behind a bad one is not tried')
    const again = { clientId: id(), text: 'again', re: 2 }
    const ask = (message: object) =>
      call(messages.send, { conversation, messages: [{ ...again, ...message }] }, bob)
    const [first, second] = [await ask({}), await ask({})]
    t.strictSame(second, first)
    t.match((await ask({ re: 3 })).results, [{ error: { code: 'CONFLICT' } }])
  })

  await t.test('only who wrote a message changes it, and others do not learn of it', async (t) => {
    const [ann = '', bob = '', eve = ''] = people('ann', 'bob', 'eve')
    const conversation = directConversation(ann, bob)
    await say(service, conversation, ann, 'of ann')
    const change = { conversation, n: 1, clientId: id() }
    await t.rejects(call(messages.edit, { ...change, text: 'of bob' }, bob), { code: 'FORBIDDEN' })
    await t.rejects(call(messages.remove, change, bob), { code: 'FORBIDDEN' })
    for (const n of [1, 2]) {
      await t.rejects(call(messages.edit, { ...change, n, text: 'of eve' }, eve), { code: 'NOT_FOUND' })
      await t.rejects(call(messages.remove, { ...change, n }, eve), { code: 'NOT_FOUND' })
      await t.rejects(call(messages.versions, { conversation, n }, eve), { code: 'NOT_FOUND' })
      await t.rejects(call(messages.react, { ...change, n, emoji: '👍' }, eve), { code: 'NOT_FOUND' })
      await t.rejects(call(messages.unreact, { ...change, n, emoji: '👍' }, eve), { code: 'NOT_FOUND' })
    }
    await t.rejects(call(messages.edit, { ...change, n: 2, text: 'x' }, ann), { code: 'NOT_FOUND' })
    await t.rejects(call(messages.remove, { ...change, n: 0 }, ann), { code: 'NOT_FOUND' })
    const { entries } = await call(messages.changes, { conversation, after: 0 }, bob)
    t.strictSame(
      entries.map(({ text }) => text),
      ['of ann'],
    )
  })

  await t.test('put back from a copy, messages are as they were', async (t) => {
    const [ann = '', bob = '', dan = '', eve = ''] = people('ann', 'bob', 'dan', 'eve')
    const conversation = directConversation(ann, bob)
    await say(service, conversation, ann, 'one', 'two', 'three')
    await call(messages.edit, { conversation, n: 1, clientId: id(), text: 'uno' }, ann)
    await call(messages.edit, { conversation, n: 1, clientId: id(), text: 'eins' }, ann)
    await call(messages.remove, { conversation, n: 3, clientId: id() }, ann)
    const copied = await call(messages.changes, { conversation, after: 0 }, ann)
    const other = directConversation(dan, eve)
    const entries = copied.entries.map(({ conversation: _, by: __, ...entry }) => ({ ...entry, by: dan }))
    await call(messages.restore, { conversation: other, entries, pointers: [] }, null)
    const [here, there] = await Promise.all([
      call(messages.history, { conversation }, bob),
      call(messages.history, { conversation: other }, eve),
    ])
    const plain = ({ messages: page }: typeof here) =>
      page.map(({ n, text, edited, deleted }) => [n, text, edited, deleted?.seq])
    t.strictSame(plain(there), plain(here))
    t.match((await call(messages.conversation, { conversation: other }, eve)).head, {
      seq: 6,
      n: 3,
      preview: { deleted: true },
    })
    t.equal((await call(messages.unread, {}, eve)).count, 2)
  })
}
