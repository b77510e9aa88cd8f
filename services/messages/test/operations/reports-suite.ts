import {
  administration,
  directConversation,
  type InputOf,
  limits,
  messages,
  type Report,
} from '@parley/contracts'
import type { Test } from 'tap'
import { liveOf, people, say, type Service } from './service.ts'

/** What people tell the administrators, what is kept of it, and what these do. */
export async function reportsSuite(t: Test, service: Service): Promise<void> {
  const { call } = service
  const about = { reason: 'harassment', words: 'Please look.' } as const
  const reported = (conversation: string, n: number, actor: string, clientId = 'r1') =>
    call(messages.reportMessage, { conversation, n, clientId, ...about }, actor)
  const listed = async (by: string, more: Partial<InputOf<typeof messages.reports>> = {}) => {
    const page = await call(messages.reports, { done: false, limit: 100, ...more }, null)
    return page.reports.filter((one) => one.by === by)
  }
  const whole = async (by: string, done = false) =>
    call(messages.report, { id: (await listed(by, { done }))[0]?.id ?? '' }, null)
  const textsOf = ({ message }: Report) => message?.context.map(({ n, text }) => [n, text])

  await t.test('a report has the messages around as they were, whatever becomes of them', async (t) => {
    const [ann = '', ben = '', eve = ''] = people('ann', 'ben', 'eve')
    const conversation = directConversation(ann, ben)
    for (let i = 1; i <= 9; i++) await say(service, conversation, i % 2 ? ann : ben, `text ${i}`)
    await call(messages.edit, { conversation, n: 8, clientId: 'e', text: 'not so nice' }, ben)
    await call(messages.remove, { conversation, n: 6, clientId: 'd' }, ben)
    const live = await Promise.all([ann, ben, eve].map((user) => liveOf(t, service, user)))
    await reported(conversation, 8, ann)
    await reported(conversation, 8, ann)
    const found = await whole(ann)
    t.match(found, { by: ann, user: ben, ...about, message: { conversation, n: 8 } })
    const before = [
      [3, 'text 3'],
      [4, 'text 4'],
      [5, 'text 5'],
      [6, undefined],
      [7, 'text 7'],
      [8, 'not so nice'],
      [9, 'text 9'],
    ]
    t.strictSame(textsOf(found), before)
    t.equal((await listed(ann)).length, 1, 'asked twice, it is one')
    t.match((await listed(ann))[0]?.message, { n: 8, text: 'not so nice' })
    // Where a log ends may be told again at any time.
    const told = live.flatMap(({ events }) => events).filter(({ type }) => type !== 'head')
    t.strictSame(told, [], 'nobody is told')
    for (const [by, n] of [
      [ben, 8],
      [ann, 7],
    ] as const)
      await call(messages.remove, { conversation, n, clientId: 'gone' }, by)
    t.strictSame(textsOf(await whole(ann)), before, 'what is deleted since is still there')
  })

  await t.test('nobody reports what is not theirs to see, their own, or what is gone', async (t) => {
    const [ann = '', ben = '', eve = ''] = people('ann', 'ben', 'eve')
    const conversation = directConversation(ann, ben)
    await say(service, conversation, ann, 'of ann', 'too')
    await t.rejects(reported(conversation, 1, eve), { code: 'NOT_FOUND' })
    await t.rejects(reported(conversation, 9, ben), { code: 'NOT_FOUND' })
    await t.rejects(reported(conversation, 0, ben), { code: 'NOT_FOUND' })
    await t.rejects(reported(conversation, 1, ann), { code: 'INVALID', field: 'n' })
    await call(messages.remove, { conversation, n: 1, clientId: 'd' }, ann)
    await t.rejects(reported(conversation, 1, ben), { code: 'CONFLICT' })
    const person = (user: string, actor: string) =>
      call(messages.reportPerson, { user, clientId: 'p', ...about }, actor)
    await t.rejects(person(ann, ann), { code: 'INVALID', field: 'user' })
    await person(ann, eve)
    const found = await whole(eve)
    t.match(found, { by: eve, user: ann, message: undefined, settled: undefined })
    await t.rejects(call(messages.report, { id: 'x'.repeat(22) }, null), { code: 'NOT_FOUND' })
    for (const by of [ann, ben]) t.strictSame(await listed(by), [])
  })

  await t.test('twenty a day, of whatever kind', async (t) => {
    const [ann = '', ben = ''] = people('ann', 'ben')
    const tell = (clientId: string) => call(messages.reportPerson, { user: ben, clientId, ...about }, ann)
    const tries = await Promise.allSettled(
      Array.from({ length: limits.reportsADay + 4 }, (_, i) => tell(`c${i}`)),
    )
    const kept = tries.filter(({ status }) => status === 'fulfilled').length
    // Two instances may each be at the last one.
    t.ok(kept >= limits.reportsADay && kept <= limits.reportsADay + service.apps.length - 1, `${kept}`)
    await t.rejects(tell('one-more'), { code: 'RATE_LIMITED' })
    await tell('c0')
  })

  await t.test('an administrator deletes the message for both, and says what was done, once', async (t) => {
    const [ann = '', ben = '', eve = '', root = '', other = ''] = people('ann', 'ben', 'eve', 'root', 'o')
    const conversation = directConversation(ann, ben)
    await say(service, conversation, ben, 'of ben')
    await reported(conversation, 1, ann)
    const { id } = await whole(ann)
    const live = await Promise.all([ann, ben, eve].map((user) => liveOf(t, service, user)))
    await call(messages.removeReported, { id }, null)
    await call(messages.removeReported, { id }, null)
    const { messages: shown } = await call(messages.history, { conversation }, ben)
    t.match(shown, [{ text: undefined, deleted: { by: administration } }])
    const { entries } = await call(messages.changes, { conversation, after: 0 }, ann)
    t.match(entries, [{ text: undefined }, { kind: 'delete', by: administration, of: 1 }])
    t.equal(entries.length, 2)
    for (const one of live.slice(0, 2))
      await one.until('the deletion', (event) => event.type === 'entry' && event.entry.kind === 'delete')
    t.strictSame(live[2]?.events, [])

    const settle = (by: string, note: string) =>
      call(messages.settleReport, { id, by, actions: ['deleted'], note }, null)
    const done = await settle(root, 'It was so.')
    t.match(done.settled, { by: root, actions: ['deleted'], note: 'It was so.' })
    t.strictSame(await settle(root, 'It was so.'), done, 'asked again it is the same')
    await t.rejects(settle(other, 'It was so.'), { code: 'CONFLICT' })
    t.strictSame(await listed(ann), [])
    t.match(await listed(ann, { done: true }), [{ id, settled: { by: root } }])
    const person = { user: ann, clientId: 'p', ...about }
    await call(messages.reportPerson, person, ben)
    const [without] = await listed(ben)
    await t.rejects(call(messages.removeReported, { id: without?.id ?? '' }, null), { code: 'NOT_FOUND' })

    // A log with such a deletion comes back from a backup.
    const [cat = '', dan = ''] = people('cat', 'dan')
    const elsewhere = directConversation(cat, dan)
    const moved = entries.map(({ conversation: _, ...entry }) =>
      entry.by === ben ? { ...entry, by: dan } : entry,
    )
    await call(messages.restore, { conversation: elsewhere, entries: moved, pointers: [] }, null)
    t.match(await call(messages.history, { conversation: elsewhere }, cat), {
      messages: [{ deleted: { by: administration } }],
    })
    const foreign = moved.map((entry) => ({ ...entry, by: entry.kind === 'delete' ? eve : entry.by }))
    await t.rejects(
      call(
        messages.restore,
        { conversation: directConversation(dan, eve.replace('eve', 'zoe')), entries: foreign, pointers: [] },
        null,
      ),
      { code: 'INVALID' },
    )
  })

  await t.test('pages and copies have all of them', async (t) => {
    const [ann = '', ...others] = people('ann', ...Array.from({ length: 12 }, (_, i) => `p${i}x`))
    for (const user of others) await call(messages.reportPerson, { user, clientId: user, ...about }, ann)
    const found: Report['id'][] = []
    for (let last: { beforeAt?: number; beforeId?: string } = {}; ; ) {
      const page = await call(messages.reports, { done: false, limit: 5, ...last }, null)
      found.push(...page.reports.filter(({ by }) => by === ann).map(({ id }) => id))
      const end = page.reports.at(-1)
      if (!page.more || !end) break
      last = { beforeAt: end.at, beforeId: end.id }
    }
    t.equal(new Set(found).size, others.length)
    t.equal(found.length, others.length)
    const copied: Report[] = []
    for (let after: string | undefined; ; ) {
      const page = await call(messages.copyReports, after === undefined ? {} : { after }, null)
      copied.push(...page.reports.filter(({ by }) => by === ann))
      after = page.next
      if (after === undefined) break
    }
    t.equal(copied.length, others.length)
    await call(messages.restoreReports, { reports: copied.slice(0, messages.reportsCopied) }, null)
    t.equal((await listed(ann)).length, others.length)
  })
}
