import {
  directConversation,
  forever,
  type InputOf,
  type LiveEvent,
  limits,
  messages,
  ownChanged,
} from '@parley/contracts'
import { uniqueName, waitFor } from '@parley/testing'
import type { Test } from 'tap'
import { liveOf, people, say, type Service } from './service.ts'

type Change = Omit<InputOf<typeof messages.arrange>, 'conversation'>

const hour = 3_600_000

/** What members arrange for themselves: where conversations are listed, what is muted, what is marked. */
export async function arrangeSuite(t: Test, service: Service): Promise<void> {
  const { call } = service
  const arrange = (conversation: string, change: Change, actor: string) =>
    call(messages.arrange, { conversation, ...change }, actor)
  const listed = async (user: string, more: InputOf<typeof messages.conversations> = {}) => {
    const page = await call(messages.conversations, more, user)
    return page.conversations.map(({ conversation }) => conversation)
  }
  const withPeers = async (user: string, peers: string[]) => {
    const ids = peers.map((peer) => directConversation(user, peer))
    for (const [i, peer] of peers.entries()) {
      await say(service, ids[i] ?? '', peer, `of ${peer}`)
      // Each at a time of its own.
      const now = Date.now()
      await waitFor(() => Date.now() > now, { what: 'the next millisecond' })
    }
    return ids
  }

  await t.test('what is pinned comes first, what is archived by itself', async (t) => {
    const [ann = '', ...peers] = people('ann', 'b1', 'b2', 'b3', 'b4')
    const [one = '', two = '', three = '', four = ''] = await withPeers(ann, peers)
    t.strictSame(await listed(ann), [four, three, two, one])
    t.match(await arrange(one, { pinned: true }, ann), { revision: 1, pinned: true })
    t.match(await arrange(three, { archived: true }, ann), { revision: 1, archivedN: 1 })
    t.strictSame(await listed(ann), [one, four, two])
    t.strictSame(await listed(ann, { archived: true }), [three])
    t.strictSame(await listed(ann, { limit: 1 }), [one, four], 'pinned ones are beside the limit')
    const page = await call(messages.conversations, { limit: 1 }, ann)
    t.equal(page.more, true)
    const before = page.conversations.at(-1)?.head.at ?? 0
    t.strictSame(await listed(ann, { limit: 9, before }), [two], 'and on no other page')
    t.strictSame(await listed(peers[0] ?? ''), [one], 'the others have it where it was')
    t.notOk((await call(messages.conversation, { conversation: one }, peers[0] ?? '')).own)
    t.match(await call(messages.conversation, { conversation: one }, ann), { own: { pinned: true } })
    const { conversations: heads } = await call(messages.heads, {}, ann)
    t.strictSame(
      heads.map(({ conversation, own }) => [conversation, own?.revision]),
      [
        [four, undefined],
        [three, 1],
        [two, undefined],
        [one, 1],
      ],
      'who resumes learns of all of them',
    )

    // Whichever came last.
    await arrange(one, { archived: true }, ann)
    t.strictSame(await listed(ann), [four, two])
    await arrange(three, { pinned: true }, ann)
    t.strictSame(await listed(ann), [three, four, two])
    t.strictSame(await listed(ann, { archived: true }), [one])
    await t.rejects(arrange(two, { pinned: true, archived: true }, ann), { code: 'INVALID' })
    await arrange(three, { pinned: false }, ann)
    await arrange(one, { archived: false }, ann)
    t.strictSame(await listed(ann), [four, three, two, one])
  })

  await t.test('a message brings back what is archived, unless it is muted', async (t) => {
    const [ann = '', b1 = '', b2 = ''] = people('ann', 'b1', 'b2')
    const [one = '', two = ''] = await withPeers(ann, [b1, b2])
    for (const id of [one, two]) await arrange(id, { archived: true }, ann)
    await arrange(two, { mute: 'always' }, ann)
    await say(service, one, b1, 'again')
    await say(service, two, b2, 'again')
    t.strictSame(await listed(ann), [one], 'at once')
    t.strictSame(await listed(ann, { archived: true }), [two])
    await arrange(two, { mute: 'off' }, ann)
    t.strictSame(await listed(ann), [one], 'that it is not muted any more is no reason')
    await say(service, two, ann, 'of my own')
    t.strictSame(await listed(ann), [two, one])
    t.strictSame(await listed(ann, { archived: true }), [])
    await arrange(one, { mute: hour }, ann)
    await say(service, one, b1, 'quietly')
    t.strictSame(await listed(ann), [one, two], 'what is back stays so')
    await arrange(one, { archived: true }, ann)
    await say(service, one, b1, 'quietly')
    t.strictSame(await listed(ann, { archived: true }), [one])
    service.passTime(hour)
    t.strictSame(await listed(ann, { archived: true }), [one], 'nor is it that the time is over')
    await say(service, one, b1, 'aloud')
    t.strictSame(await listed(ann), [one, two])
  })

  await t.test('what is muted is counted by itself and nowhere else, for its time', async (t) => {
    const [ann = '', b1 = '', b2 = ''] = people('ann', 'b1', 'b2')
    const [one = '', two = ''] = await withPeers(ann, [b1, b2])
    const bell = async () => {
      const { count, messages: newest, until } = await call(messages.unread, {}, ann)
      return { count, from: newest.map(({ conversation }) => conversation), until }
    }
    const both = { count: 2, from: [two, one], until: undefined }
    t.strictSame(await bell(), both)
    const own = await arrange(one, { mute: hour }, ann)
    t.ok(own.mutedUntil)
    t.strictSame(await bell(), { count: 1, from: [two], until: own.mutedUntil })
    t.equal((await call(messages.conversation, { conversation: one }, ann)).unread, 1)
    t.equal((await call(messages.unread, {}, b1)).count, 0)
    await arrange(two, { mute: 'always' }, ann)
    t.match(await arrange(two, {}, ann), { mutedUntil: forever })
    t.strictSame(await bell(), { count: 0, from: [], until: own.mutedUntil })
    service.passTime(hour)
    t.strictSame(await bell(), { count: 1, from: [one], until: undefined })
    service.passTime(1_000 * hour)
    t.strictSame(await bell(), { count: 1, from: [one], until: undefined })
    await arrange(two, { mute: 'off' }, ann)
    t.strictSame(await bell(), both)
    for (const mute of [0, 999, limits.muteMs + 1, 'for a while'])
      await t.rejects(arrange(one, { mute } as Change, ann), { code: 'INVALID' })
  })

  await t.test('a mark as unread stands until one reads, and is in no count', async (t) => {
    const [ann = '', bob = ''] = people('ann', 'bob')
    const conversation = directConversation(ann, bob)
    await say(service, conversation, bob, 'one')
    await call(messages.markRead, { conversation, seq: 1 }, ann)
    const now = async () => {
      const { own, unread } = await call(messages.conversation, { conversation }, ann)
      return { marked: own?.markedSeq, unread, bell: (await call(messages.unread, {}, ann)).count }
    }
    await arrange(conversation, { unread: true }, ann)
    t.strictSame(await now(), { marked: 1, unread: 0, bell: 0 })
    await call(messages.markRead, { conversation, seq: 1 }, ann)
    t.strictSame(await now(), { marked: undefined, unread: 0, bell: 0 }, 'also where there is no news')
    await arrange(conversation, { unread: true }, ann)
    await arrange(conversation, { unread: false }, ann)
    t.strictSame(await now(), { marked: undefined, unread: 0, bell: 0 })
    await arrange(conversation, { unread: true }, ann)
    await say(service, conversation, bob, 'two')
    t.strictSame(await now(), { marked: 1, unread: 1, bell: 1 })
    const { readSeq } = await call(messages.markRead, { conversation, seq: 2 }, ann)
    t.ok((await now()).marked !== undefined && readSeq > 1, 'passed by the pointer it means nothing')
    t.match(await arrange(conversation, { unread: true }, ann), { markedSeq: 2 })
  })

  await t.test(
    'every device of the person hears of it, and nobody else; repeated it is told once',
    async (t) => {
      const [ann = '', bob = ''] = people('ann', 'bob')
      const [conversation = ''] = await withPeers(ann, [bob])
      const [atAnn, atBob] = [await liveOf(t, service, ann), await liveOf(t, service, bob)]
      const own = await arrange(conversation, { pinned: true }, ann)
      t.strictSame(await arrange(conversation, { pinned: true }, ann), own)
      const last = await arrange(conversation, { mute: 'always' }, ann)
      t.strictSame(await arrange(conversation, { mute: 'always', pinned: true }, ann), last)
      const isLast = (event: LiveEvent) => event.type === 'arranged' && event.own.revision === last.revision
      await atAnn.until('of the last change', isLast)
      const isArranged = ({ type }: LiveEvent) => type === 'arranged'
      t.strictSame(atAnn.events.filter(isArranged), [
        { type: 'arranged', conversation, own },
        { type: 'arranged', conversation, own: last },
      ])
      await say(service, conversation, ann, 'by the way')
      await atBob.until('of a message', (event) => event.type === 'entry' && event.entry.by === ann)
      t.strictSame(atBob.events.filter(isArranged), [])
    },
  )

  await t.test('whoever counts hears of each change, without saying what it is', async (t) => {
    const [ann = '', bob = ''] = people('ann', 'bob')
    const [conversation = ''] = await withPeers(ann, [bob])
    const told: object[] = []
    const consumer = await service.bus.consume(
      ownChanged.subject,
      uniqueName('consumer'),
      async (payloads) => {
        for (const payload of payloads)
          if (JSON.stringify(payload).includes(conversation)) told.push(payload as object)
      },
    )
    t.teardown(() => consumer.close())
    for (const mute of ['always', 'always', 'off'] as const) await arrange(conversation, { mute }, ann)
    await waitFor(() => told.length === 2, { what: 'both changes to be told' })
    t.match(
      told,
      [1, 2].map((revision) => ({
        id: `${conversation}:${ann}:own:${revision}`,
        data: { conversation, user: ann, revision },
      })),
    )
    t.notMatch(JSON.stringify(told), /mute|always/)
  })

  await t.test('for outsiders there is nothing to arrange, nor where nothing was said', async (t) => {
    const [ann = '', bob = '', eve = ''] = people('ann', 'bob', 'eve')
    const conversation = directConversation(ann, bob)
    await t.rejects(arrange(conversation, { pinned: true }, ann), { code: 'NOT_FOUND' })
    await say(service, conversation, ann, 'for bob alone')
    for (const id of [conversation, `d_${eve}_${eve}`, `g_${eve}`, directConversation(eve, ann)])
      await t.rejects(arrange(id, { pinned: true }, eve), { code: 'NOT_FOUND' }, id)
    t.strictSame(await listed(eve), [])
    t.equal((await call(messages.conversation, { conversation }, ann)).own, undefined)
  })

  await t.test('twenty can be pinned', async (t) => {
    const [ann = '', ...peers] = people(
      'ann',
      ...Array.from({ length: limits.pinned + 2 }, (_, i) => `p${i}`),
    )
    const ids = peers.map((peer) => directConversation(ann, peer))
    await Promise.all(ids.map((id, i) => say(service, id, peers[i] ?? '', 'hello')))
    const first = ids.slice(0, limits.pinned)
    for (const id of first) await arrange(id, { pinned: true }, ann)
    const more = ids.slice(limits.pinned)
    for (const id of more) await t.rejects(arrange(id, { pinned: true }, ann), { code: 'CONFLICT' })
    await arrange(first[0] ?? '', { pinned: true }, ann)
    await arrange(first[0] ?? '', { pinned: false }, ann)
    await arrange(more[0] ?? '', { pinned: true }, ann)
    t.equal((await listed(ann)).length, ids.length)
    t.strictSame(new Set((await listed(ann)).slice(0, limits.pinned)), new Set([...first.slice(1), more[0]]))
  })
}
