import { randomUUID } from 'node:crypto'
import { closedWords, directConversation, messages, personDeleted } from '@parley/contracts'
import { waitFor } from '@parley/testing'
import type { Test } from 'tap'
import { people, say, type Service } from './service.ts'

const refusal = { code: 'FORBIDDEN', message: closedWords }

/** What becomes of somebody's conversations when they have deleted their account. */
export async function deletedSuite(t: Test, service: Service): Promise<void> {
  const { call } = service
  const tell = async (user: string) => {
    const id = `${user}:${randomUUID()}`
    const event = { id, type: personDeleted.subject, at: Date.now(), data: { user } }
    await service.bus.publishDurable(personDeleted.subject, event, id)
  }
  const isClosed = async (conversation: string, actor: string) =>
    (await call(messages.conversation, { conversation }, actor)).closed === true

  await t.test('what they wrote stays, and nobody writes to them any more', async (t) => {
    const [ann = '', ben = '', cid = ''] = people('ann', 'ben', 'cid')
    const [talk, other] = [directConversation(ann, ben), directConversation(ben, cid)]
    await say(service, talk, ann, 'of ann')
    await say(service, talk, ben, 'of ben')
    await call(messages.arrange, { conversation: talk, pinned: true, mute: 'always' }, ann)
    await call(messages.arrange, { conversation: talk, pinned: true }, ben)
    await call(messages.block, { user: cid }, ann)
    // More than once, as after a crash in the middle.
    for (let i = 0; i < 2; i++) await tell(ann)
    await waitFor(() => isClosed(talk, ben), { what: 'the conversation to be closed' })
    await waitFor(
      async () => (await call(messages.conversation, { conversation: talk }, ann)).own === undefined,
      {
        what: 'what ann had arranged to be gone',
      },
    )
    t.match(await call(messages.history, { conversation: talk }, ben), {
      messages: [
        { by: ann, text: 'of ann' },
        { by: ben, text: 'of ben' },
      ],
    })
    const sent = { conversation: talk, messages: [{ clientId: 'late', text: 'late' }] }
    for (const by of [ann, ben]) t.match((await call(messages.send, sent, by)).results, [{ error: refusal }])
    const edit = { conversation: talk, n: 2, clientId: 'edit', text: 'other' }
    await t.rejects(call(messages.edit, edit, ben), refusal)
    t.equal(await isClosed(directConversation(ann, cid), cid), true, 'also where nothing was written')
    t.strictSame(await call(messages.blocked, {}, ann), { blocked: [] })
    await call(messages.remove, { conversation: talk, n: 2, clientId: 'gone' }, ben)

    await say(service, other, cid, 'others go on')
    t.match((await call(messages.conversation, { conversation: talk }, ben)).own, { pinned: true })
  })

  await t.test('their groups they leave, and somebody else owns what was theirs', async (t) => {
    const [ann = '', ben = '', cid = ''] = people('ann', 'ben', 'cid')
    const make = async (name: string, owner: string, ...users: string[]) =>
      (await call(messages.createGroup, { clientId: randomUUID(), name, users }, owner)).conversation
    const [own, bens] = [await make('own', ann, ben, cid), await make('of ben', ben, ann, cid)]
    await say(service, own, ann, 'of ann')
    await tell(ann)
    const membersOf = async (conversation: string) =>
      (await call(messages.members, { conversation }, ben)).members.map(({ user, role }) => [user, role])
    await waitFor(async () => (await membersOf(bens)).length === 2, { what: 'ann to have left' })
    await waitFor(async () => (await membersOf(own)).length === 2, { what: 'ann to have left' })
    t.strictSame(new Map((await membersOf(own)) as [string, string][]).get(ben), 'owner')
    t.match(await call(messages.history, { conversation: own }, cid), {
      messages: [{ by: ann, text: 'of ann' }],
    })
    await say(service, own, cid, 'we go on')
    await t.rejects(call(messages.history, { conversation: own }, ann), { code: 'NOT_FOUND' })
  })
}
