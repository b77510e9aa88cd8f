import { needs, want } from '@parley/testing'
import t from 'tap'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { document } from '../../src/openapi/document.ts'
import { front } from '../front.ts'

type Described = { description: string } | { content: { 'application/json': { schema: TSchema } } }

function schemaOf(described: Described | undefined): TSchema | undefined {
  return described && 'content' in described ? described.content['application/json'].schema : undefined
}

t.test('answers are as the document says, errors too', async (t) => {
  const { app, add, loggedIn } = await front(t)
  add('ann')
  add('ben')
  add('cat')
  const ann = await loggedIn('ann')
  t.same((await app.inject('/openapi.json')).json(), JSON.parse(JSON.stringify(document)))

  const paths = document.paths
  const answers = [
    [paths['/messages/send/{username}/'].post, await ann.send('/messages/send/ben/', { message: 'hello' })],
    [
      paths['/messages/edit/{username}/'].post,
      await ann.send('/messages/edit/ben/', { id: 1, message: 'hello there' }),
    ],
    [
      paths['/messages/react/{username}/'].post,
      await ann.send('/messages/react/ben/', { id: 1, emoji: '🎉' }),
    ],
    [
      paths['/messages/unreact/{username}/'].post,
      await ann.send('/messages/unreact/ben/', { id: 1, emoji: '🎉' }),
    ],
    [paths['/messages/save/{username}/'].post, await ann.send('/messages/save/ben/', { id: 1 })],
    [paths['/messages/saved/'].get, await ann.json('/messages/saved/')],
    [paths['/messages/saved/'].get, await ann.json('/messages/saved/?before=?')],
    [paths['/messages/unsave/{username}/'].post, await ann.send('/messages/unsave/ben/', { id: 1 })],
    [paths['/messages/pin/{username}/'].post, await ann.send('/messages/pin/ben/', { id: 1 })],
    [paths['/messages/pinned/{username}/'].get, await ann.json('/messages/pinned/ben/')],
    [paths['/messages/unpin/{username}/'].post, await ann.send('/messages/unpin/ben/', { id: 1 })],
    [
      paths['/messages/forward/{username}/'].post,
      await ann.send('/messages/forward/ben/', { id: 1, to: ['cat', 'ben'] }),
    ],
    [
      paths['/messages/forward/{username}/'].post,
      await ann.send('/messages/forward/ben/', { id: 9, to: ['cat'] }),
    ],
    [paths['/messages/delete/{username}/'].post, await ann.send('/messages/delete/ben/', { id: 1 })],
    [paths['/messages/delete/{username}/'].post, await ann.send('/messages/delete/ben/', { id: 2 })],
    [
      paths['/messages/arrange/{username}/'].post,
      await ann.send('/messages/arrange/ben/', { action: 'mute' }),
    ],
    [paths['/messages/arrange/{username}/'].post, await ann.send('/messages/arrange/ben/', { action: 'x' })],
    [paths['/messages/history/{username}/'].get, await ann.json('/messages/history/ben/')],
    [paths['/messages/history/{username}/'].get, await ann.json('/messages/history/nobody/')],
    [paths['/messages/unread/'].get, await ann.json('/messages/unread/')],
    [paths['/settings/sessions/'].get, await ann.json('/settings/sessions/')],
    [paths['/settings/status/'].post, await ann.send('/settings/status/', { emoji: '🌴', until: '1h' })],
    [paths['/settings/presence/'].post, await ann.send('/settings/presence/', { hidden: false })],
    [paths['/settings/profile/'].post, await ann.send('/settings/profile/', { display_name: 'Ann' })],
    [paths['/settings/password/'].post, await ann.send('/settings/password/', {})],
    [paths['/settings/sessions/end/'].post, await ann.send('/settings/sessions/end/', { session: 'x' })],
    [
      paths['/messages/unread/'].get,
      await app.inject({ url: '/messages/unread/', headers: { accept: 'application/json' } }),
    ],
  ] as const
  for (const [operation, answer] of answers) {
    const responses: Record<string, Described> = operation.responses
    const schema = schemaOf(responses[answer.statusCode])
    t.ok(schema && Value.Check(schema, answer.json()), `${operation.operationId}: ${answer.statusCode}`)
  }
})

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
