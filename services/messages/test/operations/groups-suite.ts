import { messages, ParleyError } from '@parley/contracts'
import type { Test } from 'tap'
import { groupLive, id, inGroups } from './group-house.ts'
import { people, say, type Service } from './service.ts'

/** What groups are for those who ask for them, whatever they stand on. */
export async function groupsSuite(t: Test, service: Service): Promise<void> {
  const { call } = service
  const { make, add, remove, promote, rolesOf } = inGroups(service)

  await t.test('a group is made once, and everybody in it finds it', async (t) => {
    const [ann = '', bob = '', cat = '', eve = ''] = people('ann', 'bob', 'cat', 'eve')
    const live = await groupLive(t, service)
    const input = { clientId: id(), name: ' Hikers ', about: 'Sundays', users: [bob, cat, bob, ann] }
    const twice = await Promise.all([1, 2].map(() => call(messages.createGroup, input, ann)))
    const made = await call(messages.createGroup, input, ann)
    for (const each of twice) t.strictSame(each, made, 'asked again, and at once, it is the same')
    const { conversation, entry } = made
    t.match(entry, {
      seq: 1,
      n: 0,
      kind: 'members',
      by: ann,
      group: {
        name: 'Hikers',
        about: 'Sundays',
        history: 'joining',
        members: [
          { user: ann, role: 'owner' },
          { user: bob, role: 'member' },
          { user: cat, role: 'member' },
        ],
      },
    })
    for (const user of [ann, bob, cat]) {
      const { conversations } = await call(messages.conversations, {}, user)
      t.match(
        conversations.find((each) => each.conversation === conversation),
        {
          head: { seq: 1, n: 0 },
          unread: 0,
          group: { name: 'Hikers', count: 3, role: user === ann ? 'owner' : 'member', seq: 1 },
        },
      )
      await live.until(user, 'of the group', (event) => event.type === 'entry' && event.entry.seq === 1)
    }
    const sent = await say(service, conversation, bob, 'hello', 'all')
    t.match(
      sent.map(({ seq, n }) => ({ seq, n })),
      [
        { seq: 2, n: 1 },
        { seq: 3, n: 2 },
      ],
    )
    for (const user of [ann, bob, cat]) {
      await live.until(user, 'of the second', (event) => event.type === 'entry' && event.entry.seq === 3)
      await live.until(user, 'of the stored head', (event) => event.type === 'head' && event.seq === 3)
      const { messages: found, first, pointers } = await call(messages.history, { conversation }, user)
      t.strictSame(found, sent)
      t.equal(first, 1)
      t.equal(pointers.length, 3)
      const { entries } = await call(messages.changes, { conversation, after: 0 }, user)
      t.strictSame(entries, [entry, ...sent])
      const whole = await call(messages.conversation, { conversation }, user)
      t.match(whole, { unread: user === bob ? 0 : 2, head: { n: 2, preview: { text: 'all', by: bob } } })
      t.equal((await call(messages.unread, {}, user)).count, user === bob ? 0 : 2)
    }
    t.strictSame(live.of(eve), [])
    for (const ask of [
      () => call(messages.history, { conversation }, eve),
      () => call(messages.changes, { conversation, after: 0 }, eve),
      () => call(messages.conversation, { conversation }, eve),
      () => call(messages.members, { conversation }, eve),
      () => call(messages.markRead, { conversation, seq: 1 }, eve),
      () => call(messages.markDelivered, { pointers: [{ conversation, seq: 1 }] }, eve),
      () => call(messages.arrange, { conversation, pinned: true }, eve),
      () => call(messages.edit, { conversation, n: 1, clientId: id(), text: 'x' }, eve),
      () => call(messages.remove, { conversation, n: 1, clientId: id() }, eve),
      () => call(messages.react, { conversation, n: 1, clientId: id(), emoji: '👍' }, eve),
      () => call(messages.unreact, { conversation, n: 1, clientId: id(), emoji: '👍' }, eve),
      () => call(messages.versions, { conversation, n: 1 }, eve),
      () => call(messages.changeGroup, { conversation, clientId: id(), name: 'x' }, eve),
      () => add(conversation, eve, eve),
      () => remove(conversation, eve, eve),
      () => remove(conversation, eve, ann),
      () => promote(conversation, eve, eve, 'owner'),
      () => call(messages.createInvite, { conversation, clientId: id() }, eve),
      () => call(messages.invites, { conversation }, eve),
      () => call(messages.endInvite, { conversation, token: 'x'.repeat(20) }, eve),
      () => say(service, conversation, eve, 'let me in'),
    ])
      await t.rejects(ask(), { message: /nothing here/ })
    t.strictSame(await call(messages.conversations, {}, eve), { conversations: [], more: false })
  })

  await t.test('every operation is for those who may', async (t) => {
    const [ann = '', bob = '', cat = '', dan = '', eve = ''] = people('ann', 'bob', 'cat', 'dan', 'eve')
    const conversation = await make([ann, bob, cat, dan])
    const forbidden = { code: 'FORBIDDEN' }
    await t.rejects(call(messages.changeGroup, { conversation, clientId: id(), name: 'x' }, bob), forbidden)
    await t.rejects(add(conversation, bob, eve), forbidden)
    await t.rejects(remove(conversation, bob, cat), forbidden)
    await t.rejects(promote(conversation, bob, bob, 'admin'), forbidden)
    await t.rejects(call(messages.invites, { conversation }, bob), forbidden)
    await promote(conversation, ann, bob, 'admin')
    t.match(await rolesOf(conversation, cat), { [ann]: 'owner', [bob]: 'admin', [cat]: 'member' })
    const renamed = await call(
      messages.changeGroup,
      { conversation, clientId: id(), name: 'Climbers', about: 'Rocks' },
      bob,
    )
    t.match(renamed.entry, { kind: 'members', by: bob, group: { name: 'Climbers', about: 'Rocks' } })
    t.strictSame(
      await call(messages.changeGroup, { conversation, clientId: id(), name: 'Climbers' }, bob),
      {},
    )
    await t.rejects(call(messages.changeGroup, { conversation, clientId: id(), name: ' ' }, bob), {
      code: 'INVALID',
      field: 'name',
    })
    await add(conversation, bob, eve)
    t.strictSame(await add(conversation, bob, eve), {}, 'who is in is in')
    await t.rejects(remove(conversation, bob, ann), forbidden)
    await promote(conversation, ann, cat, 'admin')
    await t.rejects(remove(conversation, bob, cat), forbidden)
    await t.rejects(promote(conversation, bob, eve, 'admin'), forbidden)
    await remove(conversation, bob, dan)
    t.strictSame(await remove(conversation, bob, dan), {})
    t.strictSame(await rolesOf(conversation, eve), {
      [ann]: 'owner',
      [bob]: 'admin',
      [cat]: 'admin',
      [eve]: 'member',
    })
    await t.rejects(promote(conversation, ann, ann, 'member'), { code: 'INVALID', field: 'user' })
    await t.rejects(promote(conversation, ann, dan, 'admin'), { code: 'INVALID', field: 'user' })
    await promote(conversation, ann, cat, 'owner')
    t.match(await rolesOf(conversation, eve), { [ann]: 'admin', [cat]: 'owner' })
    await t.rejects(promote(conversation, ann, bob, 'member'), forbidden)
    // The admin who is there longest takes over, and the last one turns off the light.
    await remove(conversation, cat, cat)
    t.strictSame(await rolesOf(conversation, eve), { [ann]: 'owner', [bob]: 'admin', [eve]: 'member' })
    await remove(conversation, ann, bob)
    const left = await remove(conversation, ann, ann)
    t.strictSame(left.entry?.group?.members, [
      { user: ann, role: null, was: 'owner' },
      { user: eve, role: 'owner', was: 'member' },
    ])
    await remove(conversation, eve, eve)
    for (const user of [ann, bob, cat, dan, eve])
      await t.rejects(call(messages.conversation, { conversation }, user), { code: 'NOT_FOUND' })
  })

  await t.test('who is mentioned is told so, and nobody who is no member', async (t) => {
    const [ann = '', bob = '', cat = '', eve = ''] = people('ann', 'bob', 'cat', 'eve')
    const conversation = await make([ann, bob, cat])
    const mention = async (by: string, text: string, ...mentions: string[]) => {
      const sent = [{ clientId: id(), text, mentions }]
      const { results } = await call(messages.send, { conversation, messages: sent }, by)
      return results[0] && 'entry' in results[0] ? results[0].entry : undefined
    }
    const unreadOf = async (user: string) => await call(messages.unread, {}, user)
    const seenBy = async (user: string) => (await call(messages.conversations, {}, user)).conversations[0]
    const first = await mention(ann, 'to bob', bob, bob, eve)
    t.strictSame(first?.mentions, [bob])
    t.equal((await mention(bob, 'to all, by a member', '*', cat))?.mentions?.join(), cat)
    t.strictSame((await mention(ann, 'to all', '*'))?.mentions, ['*'])
    t.strictSame((await call(messages.history, { conversation }, cat)).messages[0]?.mentions, [bob])
    t.match(await unreadOf(bob), { count: 2, mentions: [{ text: 'to all' }, { text: 'to bob' }] })
    t.match(await seenBy(bob), { unread: 2, mentions: 2 })
    t.match(await seenBy(cat), { unread: 3, mentions: 2 })
    t.match(await seenBy(ann), { unread: 1 })
    t.equal((await seenBy(ann))?.mentions, undefined, 'nobody by what they say themselves')
    t.equal((await unreadOf(ann)).mentions, undefined)
    await call(messages.arrange, { conversation, mute: 'mentions' }, bob)
    t.match(await unreadOf(bob), { count: 0, mentions: [{ text: 'to all' }, { text: 'to bob' }] })
    await call(messages.arrange, { conversation, mute: 'always' }, bob)
    t.equal((await unreadOf(bob)).mentions, undefined)
    await call(messages.arrange, { conversation, mute: 'off' }, bob)
    await call(messages.remove, { conversation, n: 3, clientId: id() }, ann)
    t.match((await unreadOf(bob)).mentions, [{ text: 'to bob' }])
    await call(messages.markRead, { conversation, seq: first?.seq ?? 0 }, bob)
    t.equal((await unreadOf(bob)).mentions, undefined)
    t.equal((await unreadOf(eve)).mentions, undefined)
  })

  await t.test('admins delete anybody’s messages', async (t) => {
    const [ann = '', bob = '', cat = ''] = people('ann', 'bob', 'cat')
    const conversation = await make([ann, bob, cat])
    await say(service, conversation, bob, 'a secret')
    await t.rejects(call(messages.remove, { conversation, n: 1, clientId: id() }, cat), { code: 'FORBIDDEN' })
    await t.rejects(call(messages.edit, { conversation, n: 1, clientId: id(), text: 'x' }, ann), {
      code: 'FORBIDDEN',
    })
    await call(messages.remove, { conversation, n: 1, clientId: id() }, ann)
    const { messages: found } = await call(messages.history, { conversation }, cat)
    t.match(found, [{ n: 1, deleted: { by: ann } }])
    t.notMatch(JSON.stringify(await call(messages.conversations, {}, cat)), /secret/)
    t.equal((await call(messages.unread, {}, cat)).count, 0)
  })

  await t.test('an invite lets in as many, as long as it says', async (t) => {
    const [ann = '', bob = '', cat = '', dan = '', eve = ''] = people('ann', 'bob', 'cat', 'dan', 'eve')
    const conversation = await make([ann, bob])
    const input = { conversation, clientId: id(), most: 1 }
    await t.rejects(call(messages.createInvite, input, bob), { code: 'FORBIDDEN' })
    const { invite } = await call(messages.createInvite, input, ann)
    t.strictSame((await call(messages.createInvite, input, ann)).invite, invite)
    const { token } = invite
    t.match(await call(messages.invitation, { token }, cat), {
      conversation,
      name: 'Hikers',
      count: 2,
      by: ann,
      isMember: false,
    })
    const joining = { token, clientId: id() }
    const joined = await call(messages.join, joining, cat)
    t.match(joined.entry, { kind: 'members', by: cat, group: { invited: true } })
    t.strictSame(await call(messages.join, joining, cat), joined, 'asked again, it is the same')
    t.strictSame(await call(messages.join, { token, clientId: id() }, cat), { conversation })
    t.match(await call(messages.invitation, { token }, cat), { isMember: true })
    await t.rejects(call(messages.join, { token, clientId: id() }, dan), { code: 'NOT_FOUND' })
    await t.rejects(call(messages.invitation, { token }, dan), { code: 'NOT_FOUND' })
    t.strictSame((await call(messages.invites, { conversation }, ann)).invites, [])

    const { invite: open } = await call(messages.createInvite, { conversation, clientId: id() }, ann)
    await call(messages.join, { token: open.token, clientId: id() }, dan)
    t.match((await call(messages.invites, { conversation }, ann)).invites, [{ token: open.token, used: 1 }])
    await call(messages.endInvite, { conversation, token: open.token }, ann)
    await t.rejects(call(messages.join, { token: open.token, clientId: id() }, eve), { code: 'NOT_FOUND' })
    // Of whoever may not invite any more, nothing is open.
    await promote(conversation, ann, bob, 'admin')
    const { invite: his } = await call(messages.createInvite, { conversation, clientId: id() }, bob)
    await promote(conversation, ann, bob, 'member')
    await t.rejects(call(messages.join, { token: his.token, clientId: id() }, eve), { code: 'NOT_FOUND' })
    for (let i = 0; i < 20; i++)
      await call(messages.createInvite, { conversation, clientId: id() }, ann).catch((error: unknown) => {
        t.ok(error instanceof ParleyError && error.code === 'CONFLICT' && i === 19, 'there are 20 with his')
      })
  })

  await t.test('who joins and is removed at once ends in one state', async (t) => {
    const [ann = '', bob = '', ...others] = people(
      'ann',
      'bob',
      ...Array.from({ length: 10 }, (_, i) => `p${i}`),
    )
    const conversation = await make([ann, bob])
    await promote(conversation, ann, bob, 'admin')
    await Promise.allSettled(
      others.flatMap((user) => [
        add(conversation, ann, user),
        add(conversation, bob, user),
        remove(conversation, bob, user),
        say(service, conversation, user, 'am I in?'),
      ]),
    )
    const { members, group } = await call(messages.members, { conversation }, ann)
    t.equal(group.count, members.length)
    const { entries } = await call(messages.changes, { conversation, after: 0 }, ann)
    const there = new Set<string>()
    for (const { kind, by, group: change } of entries) {
      t.ok(kind === 'members' || there.has(by), 'nobody writes who is not in')
      for (const { user, role } of change?.members ?? [])
        if (role === null) t.ok(there.delete(user), 'who goes was there')
        else there.add(user)
    }
    t.strictSame([...there].toSorted(), members.map(({ user }) => user).toSorted())
    for (const user of others) {
      const { conversations } = await call(messages.conversations, {}, user)
      t.equal(conversations.length, there.has(user) ? 1 : 0)
    }
  })

  await t.test(
    'a group takes a thousand people and no more, and one of its messages reaches them all',
    async (t) => {
      const [ann = ''] = people('ann')
      const users = Array.from({ length: 999 }, (_, i) => `${ann}m${i}`)
      const conversation = await make([ann, ...users])
      const live = await groupLive(t, service)
      await t.rejects(add(conversation, ann, `${ann}more`), { code: 'CONFLICT', field: 'users' })
      const [sent] = await say(service, conversation, ann, 'to a thousand')
      for (const user of [users[0] ?? '', users[998] ?? ''])
        await live.until(user, 'of it', (event) => event.type === 'entry' && event.entry.seq === sent?.seq)
      const { pointers } = await call(messages.history, { conversation }, users[5] ?? '')
      t.strictSame(
        pointers.map(({ user }) => user),
        [users[5]],
        'of many, one’s own alone',
      )
      t.equal((await call(messages.members, { conversation }, ann)).pointers.length, 1_000)
      t.equal((await call(messages.unread, {}, users[7] ?? '')).count, 1)
    },
  )
}
