import { once } from 'node:events'
import { connect } from 'node:net'
import t from 'tap'
import { embedded } from '../installations.ts'

t.setTimeout(60_000)

t.test('whoever is refused an upgrade is let go of, though he stays', async (t) => {
  const { urls } = await embedded(t)
  const { port, host } = new URL(urls[0])
  for (const path of ['/ws/', '/ws/notifications/', '/nowhere', '/health/live', '/assets/nothing.js']) {
    const socket = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true })
    const ended = once(socket, 'end')
    let answer = ''
    socket.on('data', (data) => (answer += String(data)))
    socket.write(
      `GET ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n` +
        'sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    )
    await ended
    t.match(answer, /^HTTP\/1\.1 [2-5]\d\d /, `${path}: an answer, and the end`)
    socket.destroy()
  }
})
