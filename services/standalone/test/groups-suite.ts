import { type BrowserlessPerson, waitFor } from '@parley/testing'
import type { Test } from 'tap'
import { type Installation, type PublicMessage, three, type UnreadBody } from './surface-people.ts'

type Entry = { seq: number; kind: string; text?: string; from?: number; html?: string }
interface Frame {
  type: string
  id?: number
  body?: unknown
  entry?: Entry
  conversation?: string
}
interface Page {
  messages: PublicMessage[]
  before: number | null
}

/** Groups, end to end: who is in them hears of everything, at every gateway, and who is not, of nothing. */
export function groupsSuite(t: Test, installation: Installation): void {
  t.test('members of a group talk, by sockets, routes and pages', async (t) => {
    const { ann, ben, eve } = await three(installation)
    const [anns, bens, eves] = await Promise.all([client(ann), client(ben), client(eve)])
    const { id, conversation } = await makeGroup(anns, [bens.me])
    const [annsPlain, bensPlain] = [await ann.open(`/ws/group/${id}/`), await ben.open(`/ws/group/${id}/`)]
    const sent = await ann.post(`/messages/group/${id}/send/`, { message: 'hello, all', client_id: 'c1' })
    t.match(sent.json(), { id: 1, sender: ann.username, group: id, content: 'hello, all' })
    const plain = { id: 1, sender: ann.username, group: id, content: 'hello, all' }
    for (const socket of [annsPlain, bensPlain])
      t.match(await socket.next(({ id: n }: { id: number }) => n === 1), plain)
    const heard = await bens.next(({ type, entry }) => type === 'entry' && entry?.kind === 'message')
    t.match(heard.entry, { conversation, n: 1, text: 'hello, all' })

    const unread = async () => (await ben.get('/messages/unread/')).json<UnreadBody>()
    t.match(await unread(), {
      count: 1,
      messages: [{ chat_url: `/messages/group/${id}/`, group: id, group_name: 'Some people' }],
    })
    await bens.next(({ type, ...frame }) => type === 'unread' && JSON.stringify(frame).includes('hello, all'))
    const history = (await ben.get(`/messages/group/${id}/history/`)).json<Page>()
    t.match(history, { messages: [plain], before: null })
    t.equal((await unread()).count, 0, 'what was returned is read')
    await waitFor(
      async () => (await ann.get(`/messages/group/${id}/history/?peek=1`)).json<Page>().messages[0]?.is_read,
      {
        what: 'ann to see that it was read',
      },
    )
    const page = (await ben.request(`/messages/group/${id}/`, html)).text
    t.match(page, /2 members/)
    t.match(page, /hello, all/)
    t.match(
      (await ann.request(`/messages/group/${id}/1/`, html)).text.replace(/<[^>]+>/g, ''),
      `Read by 1${ben.username}`,
    )

    const nowhere = await eve.get('/messages/group/nothing/history/')
    for (const path of ['history/', '', '1/', 'arrange/'])
      t.same((await eve.get(`/messages/group/${id}/${path}`)).json(), nowhere.json(), path)
    t.equal((await eve.post(`/messages/group/${id}/send/`, { message: 'x' })).status, 404)
    await t.rejects(eve.open(`/ws/group/${id}/`))
    await eves.ask('heads', {})
    t.notOk(JSON.stringify(eves.all).includes(conversation))
    for (const one of [anns.socket, bens.socket, eves.socket, annsPlain, bensPlain]) await one.close()
  })

  t.test('who is let in hears from then on, who is removed nothing more', async (t) => {
    const { ann, ben, eve } = await three(installation)
    const [anns, bens, eves] = await Promise.all([client(ann), client(ben), client(eve)])
    const { id, conversation } = await makeGroup(anns, [bens.me])
    await ann.post(`/messages/group/${id}/send/`, { message: 'a secret', client_id: 'c1' })
    const bensPlain = await ben.open(`/ws/group/${id}/`)
    await anns.ask('group', {
      operation: 'removeMember',
      input: { conversation, clientId: 'out', user: bens.me },
    })
    t.equal(await bensPlain.closed, 4502)
    t.match(await bens.next(({ type }) => type === 'left'), { conversation })
    await anns.ask('group', {
      operation: 'addMembers',
      input: { conversation, clientId: 'in', users: [eves.me] },
    })
    await ann.post(`/messages/group/${id}/send/`, { message: 'an answer', client_id: 'c2', reply_to: 1 })
    const came = await eves.next(({ entry }) => entry?.kind === 'members')
    t.match(came.entry?.html, 'added you')
    t.match(await eves.next(({ entry }) => entry?.kind === 'message'), { entry: { text: 'an answer' } })
    t.match((await eve.get(`/messages/group/${id}/history/`)).json(), {
      messages: [{ id: 2, reply_to: 1 }],
      before: null,
    })
    const page = (await eve.request(`/messages/group/${id}/`, html)).text
    t.match(page, 'A message you cannot see')
    t.notMatch(page, 'a secret')
    const lines = (await ann.request(`/messages/group/${id}/`, html)).text.match(
      /<div class="membership-words">.*?<\/div>/g,
    )
    t.strictSame(
      lines?.map((line) => line.replace(/<[^>]+>/g, '')),
      ['You made the group', `You removed ${ben.username}`, `You added ${eve.username}`],
    )
    t.equal((await ben.get(`/messages/group/${id}/history/`)).status, 404)
    await bens.ask('heads', {})
    t.notOk(JSON.stringify(bens.all).includes('an answer'))
    for (const one of [anns.socket, bens.socket, eves.socket]) await one.close()
  })
}

const html = { headers: { accept: 'text/html' } }

/** `/ws/`, greeted as pages are. */
async function client(person: BrowserlessPerson) {
  const socket = await person.open('/ws/')
  let asked = 1
  const ask = async (type: string, fields: object) => {
    asked += 1
    const id = asked
    socket.send({ type, id, ...fields })
    const answer = await socket.next<Frame>((frame) => frame.id === id)
    if (answer.type !== 'answer') throw new Error(JSON.stringify(answer))
    return answer.body
  }
  socket.send({ type: 'hello', id: 1, version: 1, render: true })
  const { body } = await socket.next<Frame>(({ id }) => id === 1)
  const { me } = body as { me: { id: string } }
  const next = (condition: (frame: Frame) => boolean) => socket.next<Frame>(condition)
  return { socket, me: me.id, ask, next, all: socket.all }
}

/** A group whose newcomers see what comes from then on. */
async function makeGroup(owner: Awaited<ReturnType<typeof client>>, users: string[]) {
  const input = { clientId: 'made', name: 'Some people', history: 'joining', users }
  const { conversation } = (await owner.ask('group', { operation: 'createGroup', input })) as {
    conversation: string
  }
  return { conversation, id: conversation.slice(2) }
}
