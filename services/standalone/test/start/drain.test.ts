import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { BrowserlessPerson, waitFor } from '@parley/testing'
import t from 'tap'
import { wholeHistory } from '../load/truth.ts'
import { newDataFolder } from './data-folder.ts'
import { startParley } from './program.ts'

t.setTimeout(120_000)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  t.test(`${signal} lets everything come to its end`, async (t) => {
    const PARLEY_DATA = newDataFolder(t)
    const parley = await startParley(t, { PARLEY_DATA })
    const ann = await BrowserlessPerson.signUp(parley.url, 'ann')
    const ben = await BrowserlessPerson.signUp(parley.url, 'ben')
    const sockets = [
      await ann.open('/ws/chat/ben/'),
      await ben.open('/ws/notifications/'),
      await ben.open('/ws/'),
    ]
    const deaf = await ben.open('/ws/chat/ann/')
    deaf.socket.pause()
    const slow = halfSent(ann, '/messages/send/ben/', { message: 'slowly', client_id: 'slowly' })
    await slow.begun
    for (let n = 0; n < 50; n += 1) sockets[0]?.send({ message: `m${n}`, client_id: `m${n}` })

    const toldAt = performance.now()
    parley.child.kill(signal)
    await waitFor(() => refusesConnections(parley.url), { what: 'it to take no more' })
    const answer = await slow.finish()
    t.match(answer, { status: 200, body: /"content":"slowly"/ }, 'a request under way is answered')
    t.equal(answer.connection, 'close', 'and its connection holds up nothing')
    for (const socket of sockets) {
      const code = await socket.closed
      t.ok(code >= 4_000 && code <= 4_499, `a socket is told to come back: ${code}`)
    }
    t.match(await parley.ended, { code: 0, signal: null, stderr: /^Parley is at \S+\n$/ })
    t.ok(performance.now() - toldAt < 10_000, 'within 10 s')

    const answered = (sockets[0]?.all ?? []) as { content: string }[]
    await startParley(t, { PARLEY_DATA, PORT: String(parley.port) })
    const contents = (await wholeHistory(ben, 'ann')).map(({ content }) => content)
    t.equal(new Set(contents).size, contents.length)
    t.ok(contents.includes('slowly'))
    t.ok(
      answered.every(({ content }) => contents.includes(content)),
      'what was answered is there',
    )
  })
}

/** A request that the server has begun to read and whose body is not there yet. */
function halfSent(person: BrowserlessPerson, path: string, body: object) {
  const outgoing = request(new URL(path, person.url), {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      cookie: person.cookie,
      'x-csrftoken': person.cookieValue('csrftoken') ?? '',
      expect: '100-continue',
    },
  })
  const begun = once(outgoing, 'continue')
  const response = once(outgoing, 'response')
  outgoing.flushHeaders()
  return {
    begun,
    async finish(): Promise<{ status?: number; body: string; connection?: string }> {
      outgoing.end(JSON.stringify(body))
      const [message] = await response
      return {
        status: message.statusCode,
        body: await text(message),
        connection: message.headers.connection,
      }
    },
  }
}

async function refusesConnections(url: string): Promise<boolean> {
  try {
    await fetch(`${url}/health/live`, { signal: AbortSignal.timeout(1_000) })
    return false
  } catch {
    return true
  }
}
