import t from 'tap'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { groupPaths } from '../../src/openapi/group-paths.ts'
import { front } from '../front.ts'

type Described = { description: string } | { content: { 'application/json': { schema: TSchema } } }

t.test('answers about groups are as the document says, errors too', async (t) => {
  const { add, loggedIn } = await front(t)
  for (const username of ['ann', 'ben', 'cat']) add(username)
  const [ann, cat] = [await loggedIn('ann'), await loggedIn('cat')]
  const made = await ann.send('/messages/groups/new/', { name: 'Demo', people: ['ben'] })
  const url = `/messages/group/${made.json<{ id: string }>().id}/`
  const link = await ann.send(`${url}invites/`, { expires: 'day', uses: 3 })
  const { token } = link.json<{ token: string }>()
  const {
    '/messages/groups/new/': create,
    '/messages/group/{group}/about/': about,
    '/messages/group/{group}/members/': members,
    '/messages/group/{group}/members/remove/': remove,
    '/messages/group/{group}/members/role/': role,
    '/messages/group/{group}/leave/': leave,
    '/messages/group/{group}/invites/': invites,
    '/messages/group/{group}/invites/end/': end,
    '/join/{token}/': join,
  } = groupPaths
  const answers = [
    [create.post, made],
    [create.post, await ann.send('/messages/groups/new/', { name: '' })],
    [about.get, await ann.json(`${url}about/`)],
    [about.get, await cat.json(`${url}about/`)],
    [about.post, await ann.send(`${url}about/`, { about: 'Demo' })],
    [members.post, await ann.send(`${url}members/`, { people: ['nobody'] })],
    [role.post, await ann.send(`${url}members/role/`, { username: 'ben', role: 'admin' })],
    [remove.post, await ann.send(`${url}members/remove/`, { username: 'ben' })],
    [invites.post, link],
    [invites.get, await ann.json(`${url}invites/`)],
    [join.get, await cat.json(`/join/${token}/`)],
    [join.post, await cat.send(`/join/${token}/`, {})],
    [invites.get, await cat.json(`${url}invites/`)],
    [end.post, await ann.send(`${url}invites/end/`, { token: '' })],
    [leave.post, await ann.send('/messages/group/none/leave/', {})],
  ] as const
  for (const [operation, answer] of answers) {
    const described = (operation.responses as Record<string, Described>)[answer.statusCode]
    const schema = described && 'content' in described && described.content['application/json'].schema
    t.ok(schema && Value.Check(schema, answer.json()), `${operation.operationId}: ${answer.statusCode}`)
  }
})
