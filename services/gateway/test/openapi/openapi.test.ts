import { needs, want } from '@parley/testing'
import t from 'tap'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { document } from '../../src/openapi/document.ts'
import { front } from '../front.ts'

t.test('answers are as the document says, errors too', async (t) => {
  const { app, add, loggedIn } = await front(t)
  add('ann')
  add('ben')
  const ann = await loggedIn('ann')
  t.same((await app.inject('/openapi.json')).json(), JSON.parse(JSON.stringify(document)))

  const paths = document.paths
  const answers = [
    [paths['/messages/send/{username}/'].post, await ann.send('/messages/send/ben/', { message: 'hello' })],
    [
      paths['/messages/edit/{username}/'].post,
      await ann.send('/messages/edit/ben/', { id: 1, message: 'hello there' }),
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
    [
      paths['/messages/unread/'].get,
      await app.inject({ url: '/messages/unread/', headers: { accept: 'application/json' } }),
    ],
  ] as const
  for (const [operation, answer] of answers) {
    const responses: Record<string, { content: { 'application/json': { schema: TSchema } } }> =
      operation.responses
    const schema = responses[answer.statusCode]?.content['application/json'].schema
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
