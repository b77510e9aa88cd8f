import { needs, want } from '@parley/testing'
import t from 'tap'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { document } from '../../src/openapi/document.ts'
import type { LightMyRequestResponse } from 'fastify'
import { front } from '../front.ts'
import type { Visitor } from '../visitor.ts'

interface Documented {
  operationId: string
  responses: Record<string, Described>
}

type Described = { description: string } | { content: { 'application/json': { schema: TSchema } } }

function schemaOf(described: Described | undefined): TSchema | undefined {
  return described && 'content' in described ? described.content['application/json'].schema : undefined
}

t.test('answers are as the document says, errors too', async (t) => {
  const { app, add, loggedIn, owners } = await front(t)
  const annId = add('ann').id
  add('ben')
  add('cat')
  const ann = await loggedIn('ann')
  t.same((await app.inject('/openapi.json')).json(), JSON.parse(JSON.stringify(document)))

  const paths = document.paths
  const operationOf = (path: string, method: 'get' | 'post'): Documented | undefined =>
    (paths as Record<string, Partial<Record<'get' | 'post', Documented>>>)[path]?.[method]
  const conversation = await owners.messages.makeGroup('Walks', [add('cem').id, annId], { id: 'walks' })
  await owners.messages.write(conversation, annId, 'hello', 'c1')
  const answers = [
    [
      operationOf('/messages/send/{username}/', 'post'),
      await ann.send('/messages/send/ben/', { message: 'hello' }),
    ],
    [
      operationOf('/messages/edit/{username}/', 'post'),
      await ann.send('/messages/edit/ben/', { id: 1, message: 'hello there' }),
    ],
    [
      operationOf('/messages/react/{username}/', 'post'),
      await ann.send('/messages/react/ben/', { id: 1, emoji: '🎉' }),
    ],
    [
      operationOf('/messages/unreact/{username}/', 'post'),
      await ann.send('/messages/unreact/ben/', { id: 1, emoji: '🎉' }),
    ],
    [operationOf('/messages/save/{username}/', 'post'), await ann.send('/messages/save/ben/', { id: 1 })],
    [operationOf('/messages/saved/', 'get'), await ann.json('/messages/saved/')],
    [operationOf('/messages/saved/', 'get'), await ann.json('/messages/saved/?before=?')],
    [operationOf('/messages/unsave/{username}/', 'post'), await ann.send('/messages/unsave/ben/', { id: 1 })],
    [operationOf('/messages/pin/{username}/', 'post'), await ann.send('/messages/pin/ben/', { id: 1 })],
    [operationOf('/messages/pinned/{username}/', 'get'), await ann.json('/messages/pinned/ben/')],
    [operationOf('/messages/unpin/{username}/', 'post'), await ann.send('/messages/unpin/ben/', { id: 1 })],
    [
      operationOf('/messages/forward/{username}/', 'post'),
      await ann.send('/messages/forward/ben/', { id: 1, to: ['cat', 'ben'] }),
    ],
    [
      operationOf('/messages/forward/{username}/', 'post'),
      await ann.send('/messages/forward/ben/', { id: 9, to: ['cat'] }),
    ],
    [operationOf('/messages/delete/{username}/', 'post'), await ann.send('/messages/delete/ben/', { id: 1 })],
    [operationOf('/messages/delete/{username}/', 'post'), await ann.send('/messages/delete/ben/', { id: 2 })],
    [
      operationOf('/messages/arrange/{username}/', 'post'),
      await ann.send('/messages/arrange/ben/', { action: 'mute' }),
    ],
    [
      operationOf('/messages/arrange/{username}/', 'post'),
      await ann.send('/messages/arrange/ben/', { action: 'x' }),
    ],
    [operationOf('/messages/history/{username}/', 'get'), await ann.json('/messages/history/ben/')],
    [operationOf('/messages/history/{username}/', 'get'), await ann.json('/messages/history/nobody/')],
    ...(await groupAnswers(ann, operationOf)),
    [operationOf('/messages/unread/', 'get'), await ann.json('/messages/unread/')],
    [operationOf('/settings/sessions/', 'get'), await ann.json('/settings/sessions/')],
    [
      operationOf('/settings/status/', 'post'),
      await ann.send('/settings/status/', { emoji: '🌴', until: '1h' }),
    ],
    [operationOf('/settings/presence/', 'post'), await ann.send('/settings/presence/', { hidden: false })],
    [
      operationOf('/settings/profile/', 'post'),
      await ann.send('/settings/profile/', { display_name: 'Ann' }),
    ],
    [operationOf('/settings/password/', 'post'), await ann.send('/settings/password/', {})],
    [
      operationOf('/settings/sessions/end/', 'post'),
      await ann.send('/settings/sessions/end/', { session: 'x' }),
    ],
    [
      operationOf('/messages/unread/', 'get'),
      await app.inject({ url: '/messages/unread/', headers: { accept: 'application/json' } }),
    ],
  ] as const
  for (const [operation, answer] of answers) {
    const schema = schemaOf(operation?.responses[answer.statusCode])
    t.ok(schema && Value.Check(schema, answer.json()), `${operation?.operationId}: ${answer.statusCode}`)
  }
})

/** The same in a group as with a person. */
async function groupAnswers(
  ann: Visitor,
  operationOf: (path: string, method: 'get' | 'post') => Documented | undefined,
): Promise<(readonly [Documented | undefined, LightMyRequestResponse])[]> {
  const asked = [
    ['send', { message: 'hello' }],
    ['send', { message: '' }],
    ['edit', { id: 2, message: 'hello there' }],
    ['react', { id: 1, emoji: '🎉' }],
    ['unreact', { id: 1, emoji: '🎉' }],
    ['save', { id: 1 }],
    ['unsave', { id: 1 }],
    ['pin', { id: 1 }],
    ['unpin', { id: 1 }],
    ['forward', { id: 1, to: ['ben'], groups: ['walks'] }],
    ['forward', { id: 1, groups: ['nothing'] }],
    ['delete', { id: 2 }],
    ['delete', { id: 9 }],
    ['arrange', { action: 'mute' }],
  ] as const
  const answers: (readonly [Documented | undefined, LightMyRequestResponse])[] = []
  for (const [action, body] of asked)
    answers.push([
      operationOf(`/messages/group/{group}/${action}/`, 'post'),
      await ann.send(`/messages/group/walks/${action}/`, body),
    ])
  const pinned = operationOf('/messages/group/{group}/pinned/', 'get')
  answers.push([pinned, await ann.json('/messages/group/walks/pinned/')])
  answers.push([pinned, await ann.json('/messages/group/nothing/pinned/')])
  const history = operationOf('/messages/group/{group}/history/', 'get')
  answers.push([history, await ann.json('/messages/group/walks/history/')])
  answers.push([history, await ann.json('/messages/group/nothing/history/')])
  return answers
}

t.test('the readable page runs under its own policy', await needs('chromium'), async (t) => {
  const { app } = await front(t)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const page = await (await want.chromium(t)).newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    // A browser asks for a favicon that this page does not name.
    if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico'))
      complaints.push(message.text())
  })
  await page.goto(`${url}/reference/`)
  await page.getByText('Messages with a person').first().waitFor()
  t.same(complaints, [])
})
