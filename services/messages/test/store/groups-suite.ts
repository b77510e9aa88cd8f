import type { Test } from 'tap'
import { type GroupState, groupAfter } from '../../src/groups/group-state.ts'
import { storedGroup } from '../../src/groups/stored-group.ts'
import type { LogRecord } from '../../src/store/log-record.ts'
import type { Store } from '../../src/store/store.ts'

/** What every store must do for groups. `make` gives an opened one with nothing in it. */
export async function groupsSuite(t: Test, make: (t: Test) => Promise<Store>): Promise<void> {
  const team = 'g_team'
  const created = groupAfter(undefined, {
    conversation: team,
    seq: 1,
    n: 0,
    at: 1_000,
    group: {
      name: 'Team',
      about: '',
      history: 'joining',
      members: [
        { user: 'ann', role: 'owner' },
        { user: 'bob', role: 'member' },
      ],
    },
  })
  const after = (state: GroupState, seq: number, n: number, members: [string, 'member' | null][]) =>
    groupAfter(state, {
      conversation: team,
      seq,
      n,
      at: 1_000 + seq,
      group: { members: members.map(([user, role]) => ({ user, role })) },
    })
  const without = after(created, 5, 4, [['bob', null]])
  const again = after(without, 8, 6, [
    ['bob', 'member'],
    ['cat', 'member'],
  ])
  const usersOf = async (store: Store, user?: string) =>
    (await store.find([team], user))
      .get(team)
      ?.pointers.map((pointer) => pointer.user)
      .toSorted()

  await t.test('a group is stored with its members, forward only', async (t) => {
    const store = await make(t)
    t.equal(await store.group(team), undefined)
    await store.putGroup(created)
    await store.putGroup(created)
    t.match(await store.group(team), { seq: 1, name: 'Team' })
    t.strictSame(storedGroup((await store.group(team)) ?? created), storedGroup(created))
    const [found] = await store.conversationsOf('ann', { limit: 9 })
    t.match(found, { conversation: team, g: 1, head: { seq: 1, n: 0, at: 1_000 } })
    t.strictSame(found?.pointers, [{ user: 'ann', readSeq: 1, readN: 0, deliveredSeq: 1 }])
    t.strictSame(await usersOf(store), ['ann', 'bob'])
    t.strictSame(await usersOf(store, 'bob'), ['bob'])
    await store.putGroup(again)
    await store.putGroup(without)
    t.equal((await store.group(team))?.seq, 8, 'what is older changes nothing')
    t.strictSame(await usersOf(store), ['ann', 'bob', 'cat'])
  })

  await t.test('who leaves keeps nothing, and begins anew when back', async (t) => {
    const store = await make(t)
    await store.putGroup(created)
    await store.arrange({ conversation: team, user: 'bob', pinned: true })
    t.equal((await store.conversationsOf('bob', { limit: 9, place: 'pinned' })).length, 1)
    const move = { conversation: team, members: [] }
    await store.move({
      heads: [
        { ...move, head: { seq: 4, n: 3, at: 1_004, preview: { by: 'ann', n: 3, seq: 4, text: 'x' } } },
      ],
      pointers: [{ ...move, user: 'bob', readSeq: 3, readN: 2, deliveredSeq: 4 }],
    })
    t.match((await store.find([team], 'bob')).get(team)?.pointers, [
      { readSeq: 3, readN: 2, deliveredSeq: 4 },
    ])
    t.equal((await store.behind('bob', 9)).length, 1)
    await store.putGroup(without)
    for (const place of ['all', 'pinned', 'listed'] as const)
      t.strictSame(await store.conversationsOf('bob', { limit: 9, place }), [])
    t.strictSame(await store.behind('bob', 9), [])
    await store.move({
      heads: [],
      pointers: [{ ...move, user: 'bob', readSeq: 4, readN: 3, deliveredSeq: 4 }],
    })
    t.strictSame(await usersOf(store), ['ann'], 'a late pointer brings nobody back')
    t.equal(await store.arrange({ conversation: team, user: 'bob', pinned: true }), undefined)
    await store.putGroup(again)
    const [back] = await store.conversationsOf('bob', { limit: 9, place: 'listed' })
    t.strictSame(back?.pointers, [{ user: 'bob', readSeq: 8, readN: 6, deliveredSeq: 8 }])
    t.equal(back?.owns?.length ?? 0, 0)
    t.match(back?.head, { seq: 8, n: 6, at: 1_008, preview: { text: 'x' } })
    t.strictSame(await store.conversationsOf('bob', { limit: 9, place: 'pinned' }), [])
  })

  await t.test('heads and pointers of a group that is not there make none', async (t) => {
    const store = await make(t)
    const move = { conversation: team, members: [] }
    await store.move({
      heads: [{ ...move, head: { seq: 1, n: 1, at: 1 } }],
      pointers: [{ ...move, user: 'ann', readSeq: 1, readN: 1, deliveredSeq: 1 }],
    })
    t.strictSame(await store.conversationIds('', 9), [])
  })

  await t.test('entries say whom they mention, and are found by it until they are deleted', async (t) => {
    const store = await make(t)
    const record = (w: number, more: Partial<LogRecord>): LogRecord => ({
      lane: 'one',
      w,
      conversation: team,
      seq: w,
      n: w,
      g: 1,
      kind: 'message',
      by: 'ann',
      clientId: `c${w}`,
      at: 1_000 + w,
      ...(more.kind === undefined ? { text: `text ${w}` } : {}),
      ...more,
    })
    await store.insert([
      record(1, { mentions: ['bob'] }),
      record(2, { mentions: ['*'] }),
      record(3, {}),
      record(4, { mentions: ['cat'], by: 'bob' }),
      record(5, { mentions: ['bob', 'cat'] }),
      record(6, { kind: 'members', group: { name: 'Other' }, n: 5 }),
    ])
    t.match(await store.bySeq(team, 5), { g: 1, mentions: ['bob', 'cat'] })
    t.match((await store.changes(team, 5, 9))[0], { kind: 'members', group: { name: 'Other' } })
    t.match((await store.logEnds([team])).get(team), { seq: 6, n: 5, g: 1 })
    const of = async (notBy: string, above = 0, limit = 9) => {
      const range = { conversation: team, notBy, above, upTo: 5, isChanged: true }
      return (await store.mentioning([range], limit)).map(({ n }) => n)
    }
    t.strictSame(await of('bob'), [5, 2, 1])
    t.strictSame(await of('bob', 1), [5, 2])
    t.strictSame(await of('bob', 0, 1), [5])
    t.strictSame(await of('cat'), [5, 4, 2])
    t.strictSame(await of('ann'), [])
    t.strictSame(await store.mentioning([], 9), [])
    await store.insert([record(7, { kind: 'delete', of: 5, n: 5 })])
    await store.settle({ conversation: team, n: 5 })
    t.strictSame(await of('bob'), [2, 1])
  })

  await t.test('an invite is used as often as it says', async (t) => {
    const store = await make(t)
    const invite = { conversation: team, by: 'ann', at: 1_000, used: 0 }
    await store.putInvite({ ...invite, token: 'few', most: 2 })
    await store.putInvite({ ...invite, token: 'short', at: 1_001, until: 2_000 })
    await store.putInvite({ ...invite, token: 'few', most: 9 })
    t.strictSame(await store.invite('few'), { ...invite, token: 'few', most: 2 })
    t.strictSame(
      (await store.invitesOf(team)).map(({ token }) => token),
      ['short', 'few'],
    )
    t.equal(await store.invite('none'), undefined)
    const uses = await Promise.all(Array.from({ length: 5 }, () => store.useInvite('few', 1_500)))
    t.equal(uses.filter(Boolean).length, 2)
    t.equal(await store.useInvite('short', 1_999), true)
    t.equal(await store.useInvite('short', 2_000), false)
    t.equal(await store.useInvite('none', 1), false)
    await store.removeInvite('g_other', 'few')
    t.ok(await store.invite('few'))
    await store.removeInvite(team, 'few')
    t.equal(await store.invite('few'), undefined)
  })
}
