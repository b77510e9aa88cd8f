import { fetchHttp, ParleyClient } from '@parley/client'
import { nodeWire } from '@parley/client/node'
import { closedWords, directConversation, type socket } from '@parley/contracts'
import { type BrowserlessPerson, waitFor } from '@parley/testing'
import type { Test } from 'tap'
import { type ErrorBody, type Installation, three } from './surface-people.ts'

const refusal = { code: 'FORBIDDEN', message: closedWords }

/** Blocking through every way in, at every gateway: for both alike, at once, and nothing for others to see. */
export function blockSuite(t: Test, installation: Installation): void {
  t.test('whoever is blocked, nothing gets in by any way, from the answer on', async (t) => {
    const { ann, ben, eve } = await three(installation)
    await ann.post(`/messages/send/${ben.username}/`, { message: 'one' })
    await ben.post(`/messages/send/${ann.username}/`, { message: 'two' })
    const plain = await ben.open(`/ws/chat/${ann.username}/`)
    const [anns, bens] = [await client(ann), await client(ben)]
    const conversation = directConversation(anns.me, bens.me)

    t.match((await ann.post(`/messages/block/${ben.username}/`, {})).json(), { blocked: true })
    for (const [from, to, own] of [
      [ann, ben, 1],
      [ben, ann, 2],
    ] as const) {
      for (const [what, body] of [
        ['send', { message: 'more' }],
        ['edit', { id: own, message: 'more' }],
        ['react', { id: own, emoji: '🎉' }],
        ['unreact', { id: own, emoji: '🎉' }],
      ] as const) {
        const answer = await from.post(`/messages/${what}/${to.username}/`, body)
        t.match([answer.status, answer.json<ErrorBody>().error], [403, refusal], what)
      }
      const form = await from.form(`/messages/send/${to.username}/`, { message: 'typed words' })
      t.equal(form.status, 403)
      t.match(form.text, 'typed words')
    }
    plain.send({ message: 'by a plain socket', client_id: 'p1' })
    t.match(await plain.next<ErrorBody>(({ error }) => error !== undefined), { error: refusal })
    const asked = [
      { type: 'send', clientId: 'w1', text: 'by a socket' },
      { type: 'edit', clientId: 'w2', n: 2, text: 'by a socket' },
      { type: 'react', clientId: 'w3', n: 1, emoji: '🎉' },
    ]
    for (const [i, frame] of asked.entries()) {
      bens.socket.send({ ...frame, id: 10 + i, conversation })
      t.match(await bens.socket.next<socket.ErrorFrame>(({ id }) => id === 10 + i), { error: refusal })
    }
    const { messages } = (await ben.get(`/messages/history/${ann.username}/`)).json<{
      messages: { content: string; reactions?: unknown }[]
    }>()
    t.match(messages, [{ content: 'one', reactions: undefined }, { content: 'two' }])
    t.equal(messages.length, 2)
    t.equal((await eve.post(`/messages/send/${ben.username}/`, { message: 'hello' })).status, 200)
    t.equal((await ben.post(`/messages/delete/${ann.username}/`, { id: 2 })).status, 200)

    t.match((await ben.get('/settings/blocked/')).json(), { blocked: [] })
    await ben.post(`/messages/unblock/${ann.username}/`, {})
    t.equal((await ben.post(`/messages/send/${ann.username}/`, { message: 'x' })).status, 403)
    await ann.post(`/messages/unblock/${ben.username}/`, {})
    t.equal((await ben.post(`/messages/send/${ann.username}/`, { message: 'after all' })).status, 200)
    for (const one of [plain, anns.socket, bens.socket]) await one.close()
  })

  t.test('what waits in an outbox fails with the same words, and keeps its text', async (t) => {
    const { ann, ben } = await three(installation)
    const headers = () => ({ cookie: ben.cookie, 'X-CSRFToken': ben.cookieValue('csrftoken') ?? '' })
    const sdk = new ParleyClient({
      openWire: nodeWire(`${ben.url.replace(/^http/, 'ws')}/ws/`, headers),
      http: fetchHttp({ baseUrl: ben.url, headers }),
    })
    t.teardown(() => sdk.close())
    const [{ me: annId }, { me: benId }] = [await client(ann), await client(ben)]
    const target = { conversation: directConversation(annId, benId), username: ann.username }
    await sdk.send(target, 'written before')
    await ann.post(`/messages/block/${ben.username}/`, {})
    await sdk.connect()
    await waitFor(() => sdk.outbox()[0]?.state === 'failed', { what: 'the message to fail' })
    t.match(sdk.outbox(), [{ text: 'written before', error: refusal }])
    await sdk.block(annId)
    t.match(await sdk.blocked(), [{ user: annId }])
    await sdk.unblock(annId)
    await ann.post(`/messages/unblock/${ben.username}/`, {})
    await sdk.retry(sdk.outbox()[0]?.clientId ?? '')
    await waitFor(() => sdk.outbox().length === 0, { what: 'the message to be sent' })
  })
}

async function client(person: BrowserlessPerson) {
  const socket = await person.open('/ws/')
  socket.send({ type: 'hello', id: 1, version: 1 })
  const hello = await socket.next<{ id: number; body: { me: { id: string } } }>(({ id }) => id === 1)
  return { socket, me: hello.body.me.id }
}
