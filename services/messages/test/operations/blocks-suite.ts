import { randomUUID } from 'node:crypto'
import { blockChanged, closedWords, directConversation, limits, messages } from '@parley/contracts'
import { uniqueName, waitFor } from '@parley/testing'
import type { Test } from 'tap'
import { inGroups } from './group-house.ts'
import { liveOf, people, say, type Service } from './service.ts'

const refusal = { code: 'FORBIDDEN', message: closedWords }

/** Who blocks whom: what it closes, for both alike, and what nobody learns of it. */
export async function blocksSuite(t: Test, service: Service): Promise<void> {
  const { call } = service
  const send = async (conversation: string, by: string, ...ids: string[]) => {
    const sent = ids.map((clientId) => ({ clientId, text: `of ${clientId}` }))
    return (await call(messages.send, { conversation, messages: sent }, by)).results
  }
  const listOf = async (user: string) =>
    (await call(messages.blocked, {}, user)).blocked.map(({ user: one }) => one)

  await t.test('both are refused in the same words, from the first message on', async (t) => {
    const [ann = '', ben = '', cid = ''] = people('ann', 'ben', 'cid')
    const conversation = directConversation(ann, ben)
    await call(messages.block, { user: ben }, ann)
    for (const by of [ann, ben]) {
      const results = await send(conversation, by, `one${by}`, `two${by}`)
      t.strictSame(
        results.map((result) => ('error' in result ? result.error : undefined)),
        [refusal, refusal],
      )
      t.match(await call(messages.conversation, { conversation }, by), { closed: true, head: { seq: 0 } })
    }
    const [answered] = await send(directConversation(ann, cid), ann, 'to-somebody-else')
    t.match(answered, { entry: { seq: 1 } })
    t.strictSame(await listOf(ann), [ben])
    t.strictSame(await listOf(ben), [], 'who is blocked finds no list of it')
    await call(messages.unblock, { user: ann }, ben)
    t.strictSame(await listOf(ann), [ben], 'nor a way to end it')
    await call(messages.unblock, { user: ben }, ann)
    t.match(await send(conversation, ben, 'after-all'), [{ entry: { seq: 1 } }])
    t.notOk((await call(messages.conversation, { conversation }, ben)).closed)
  })

  await t.test('nothing there is changed but what one deletes oneself', async (t) => {
    const [ann = '', ben = ''] = people('ann', 'ben')
    const conversation = directConversation(ann, ben)
    await say(service, conversation, ann, 'of ann')
    await say(service, conversation, ben, 'of ben')
    const reaction = { conversation, n: 1, clientId: 'reaction', emoji: '🎉' }
    await call(messages.react, reaction, ben)
    await call(messages.block, { user: ann }, ben)
    for (const [by, n] of [
      [ann, 1],
      [ben, 2],
    ] as const) {
      const one = { conversation, n, clientId: randomUUID() }
      await t.rejects(call(messages.edit, { ...one, text: 'another' }, by), refusal)
      await t.rejects(call(messages.react, { ...one, emoji: '👍' }, by), refusal)
      await t.rejects(call(messages.unreact, { ...one, n: 1, emoji: '🎉' }, by), refusal)
      await t.rejects(call(messages.pin, one, by), refusal)
      await t.rejects(call(messages.unpin, one, by), refusal)
    }
    const { entries } = await call(messages.changes, { conversation, after: 0 }, ann)
    t.equal(entries.length, 3, 'nothing of it is in the log')
    t.match(await call(messages.react, reaction, ben), { entry: { seq: 3 } }, 'what was done stays done')
    await call(messages.remove, { conversation, n: 1, clientId: 'gone' }, ann)
    const { messages: shown } = await call(messages.history, { conversation }, ben)
    t.match(shown, [{ n: 1, deleted: { by: ann } }, { text: 'of ben' }])
  })

  await t.test('what was written and not answered is answered, what was not is refused', async (t) => {
    const [ann = '', ben = ''] = people('ann', 'ben')
    const conversation = directConversation(ann, ben)
    await send(conversation, ann, 'known')
    await call(messages.block, { user: ann }, ben)
    const [known, fresh] = await send(conversation, ann, 'known', 'fresh')
    t.match(known, { entry: { seq: 1, text: 'of known' } })
    t.match(fresh, { error: refusal })
  })

  await t.test(
    'it holds from its answer on, whichever instance is asked, until both have ended it',
    async (t) => {
      for (let round = 0; round < 8; round++) {
        const [ann = '', ben = ''] = people('ann', 'ben')
        const conversation = directConversation(ann, ben)
        await say(service, conversation, ben, 'before')
        await call(messages.block, { user: ben }, ann)
        const tries = await Promise.all(
          Array.from({ length: 8 }, (_, i) => send(conversation, i % 2 ? ann : ben, `after${i}`)),
        )
        t.ok(tries.every(([result]) => result && 'error' in result))
        await call(messages.block, { user: ann }, ben)
        await call(messages.unblock, { user: ben }, ann)
        t.match(await send(conversation, ann, 'still'), [{ error: refusal }])
        await call(messages.unblock, { user: ann }, ben)
        t.match(await send(conversation, ann, 'open'), [{ entry: { seq: 2 } }])
      }
    },
  )

  await t.test('nothing is forwarded there, but what was before', async (t) => {
    const [ann = '', ben = '', cid = ''] = people('ann', 'ben', 'cid')
    const [from, to] = [directConversation(ann, cid), directConversation(ann, ben)]
    await say(service, from, cid, 'of cid')
    const forward = (clientId: string) =>
      call(
        messages.send,
        { conversation: to, messages: [{ clientId, forward: { conversation: from, n: 1 } }] },
        ann,
      )
    const { results: known } = await forward('known')
    await call(messages.block, { user: ann }, ben)
    t.strictSame((await forward('known')).results, known)
    t.match((await forward('fresh')).results, [{ error: refusal }])
    t.equal((await call(messages.history, { conversation: to }, ben)).head.n, 1)
    t.match(
      (
        await call(
          messages.send,
          { conversation: from, messages: [{ clientId: 'out', forward: { conversation: to, n: 1 } }] },
          ann,
        )
      ).results,
      [{ entry: { forwarded: true } }],
      'what stands there can be taken elsewhere',
    )
  })

  await t.test('in a group nobody is notified by whom they block, and the others are', async (t) => {
    const [ann = '', ben = '', cid = ''] = people('ann', 'ben', 'cid')
    const conversation = await inGroups(service).make([ann, ben, cid])
    await call(messages.block, { user: ben }, ann)
    const mention = (by: string, text: string) => {
      const sent = [{ clientId: randomUUID(), text, mentions: [ann, cid] }]
      return call(messages.send, { conversation, messages: sent }, by)
    }
    t.match((await mention(ben, 'of ben')).results, [{ entry: { mentions: [ann, cid] } }])
    const seenBy = (user: string) => call(messages.conversation, { conversation }, user)
    t.match(await call(messages.unread, {}, ann), { count: 1, messages: [], mentions: undefined })
    t.match(await seenBy(ann), { unread: 1, mentions: undefined })
    t.match(await call(messages.unread, {}, cid), {
      messages: [{ text: 'of ben' }],
      mentions: [{ text: 'of ben' }],
    })
    await mention(cid, 'of cid')
    t.match(await call(messages.unread, {}, ann), {
      count: 2,
      messages: [{ text: 'of cid' }],
      mentions: [{ text: 'of cid' }],
    })
    t.equal((await seenBy(ann)).mentions, 1)
    await call(messages.unblock, { user: ben }, ann)
    t.equal((await seenBy(ann)).mentions, 2)
  })

  await t.test('only gateways hear of it, and nobody’s sockets are told', async (t) => {
    const [ann = '', ben = '', cid = ''] = people('ann', 'ben', 'cid')
    const heard: string[] = []
    const subscription = await service.bus.subscribe(blockChanged.subject, (payload) => {
      heard.push(blockChanged.check(payload).data.conversation)
    })
    t.teardown(() => subscription.close())
    const live = await Promise.all([ann, ben, cid].map((user) => liveOf(t, service, user)))
    const conversation = directConversation(ann, ben)
    await call(messages.block, { user: ben }, ann)
    await waitFor(() => heard.includes(conversation), { what: 'gateways to hear of a block' })
    await call(messages.unblock, { user: ben }, ann)
    await waitFor(() => heard.filter((one) => one === conversation).length === 2, { what: 'its end' })
    t.strictSame(
      live.flatMap(({ events }) => events),
      [],
    )
    const asked = [conversation, directConversation(ann, cid)]
    t.strictSame(await call(messages.closedOf, { conversations: asked }, null), { conversations: [] })
    await call(messages.block, { user: ann }, ben)
    t.strictSame(await call(messages.closedOf, { conversations: asked }, null), {
      conversations: [conversation],
    })
  })

  await t.test('one cannot block oneself, nor more people than there is room for', async (t) => {
    const [ann = ''] = people('ann')
    await t.rejects(call(messages.block, { user: ann }, ann), { code: 'INVALID', field: 'user' })
    const name = uniqueName('p').replaceAll('_', '').slice(0, 12)
    const at = Date.now()
    for (let from = 0; from < limits.blocked; from += limits.page) {
      const blocks = Array.from({ length: limits.page }, (_, i) => ({
        by: ann,
        of: `${name}${from + i}`,
        at,
      }))
      await call(messages.restoreBlocks, { blocks }, null)
    }
    await t.rejects(call(messages.block, { user: 'one2many' }, ann), { code: 'CONFLICT' })
    await call(messages.block, { user: `${name}7` }, ann)
    t.equal((await listOf(ann)).length, limits.blocked)
  })

  await t.test('copies have all of them, and put back they are as they were', async (t) => {
    const [ann = '', ben = ''] = people('ann', 'ben')
    await call(messages.block, { user: ben }, ann)
    const found = []
    for (let after: string | undefined; ; ) {
      const page = await call(messages.copyBlocks, after === undefined ? {} : { after }, null)
      found.push(...page.blocks)
      after = page.next
      if (after === undefined) break
    }
    const own = found.filter(({ by }) => by === ann)
    t.match(own, [{ of: ben }])
    await call(messages.unblock, { user: ben }, ann)
    await call(messages.restoreBlocks, { blocks: own }, null)
    await call(messages.restoreBlocks, { blocks: own }, null)
    t.strictSame((await call(messages.blocked, {}, ann)).blocked, [{ user: ben, at: own[0]?.at }])
  })
}
