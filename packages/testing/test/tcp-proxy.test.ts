import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import t, { type Test } from 'tap'
import { tcpProxy, waitFor } from '../src/index.ts'

async function echoBehindProxy(t: Test) {
  let text = ''
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      if (text.length < 100) text += String(chunk)
    })
    socket.pipe(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const address = server.address()
  const proxy = await tcpProxy(typeof address === 'object' ? (address?.port ?? 0) : 0)
  t.teardown(() => proxy.close())
  return { proxy, reached: () => text }
}

function open(port: number) {
  const socket = connect(port, '127.0.0.1')
  let text = ''
  socket.on('data', (chunk) => {
    text += String(chunk)
  })
  socket.on('error', () => undefined)
  return { socket, received: () => text }
}

function heard(client: { received: () => string }, text: string) {
  return waitFor(() => client.received() === text, { what: `${text} to come back` })
}

function closed(socket: Socket) {
  return waitFor(() => socket.closed, { what: 'the connection to close' })
}

t.test('passes bytes and ends on', async (t) => {
  const { proxy } = await echoBehindProxy(t)
  const client = open(proxy.port)
  client.socket.write('hello')
  await heard(client, 'hello')
  t.equal(proxy.connections, 1)
  client.socket.end(' bye')
  await heard(client, 'hello bye')
  await closed(client.socket)
  await waitFor(() => proxy.connections === 0, { what: 'the proxy to forget the connection' })
})

t.test('carries much in both directions without losing any', async (t) => {
  const { proxy } = await echoBehindProxy(t)
  const { socket } = open(proxy.port)
  let bytes = 0
  socket.on('data', (chunk) => {
    bytes += chunk.length
  })
  const size = 20 * 1024 * 1024
  socket.end(Buffer.alloc(size, 'x'))
  await waitFor(() => bytes === size, { what: '20 MB to come back' })
  t.equal(bytes, size)
})

t.test('cut ends what is open and lets new connections in', async (t) => {
  const { proxy } = await echoBehindProxy(t)
  const client = open(proxy.port)
  client.socket.write('a')
  await heard(client, 'a')
  proxy.cut()
  await closed(client.socket)
  const next = open(proxy.port)
  next.socket.write('b')
  await heard(next, 'b')
  next.socket.destroy()
})

t.test('refuse refuses until restore', async (t) => {
  const { proxy } = await echoBehindProxy(t)
  await proxy.refuse()
  const refused = connect(proxy.port, '127.0.0.1')
  const [error] = await once(refused, 'error')
  t.equal(error.code, 'ECONNREFUSED')
  await proxy.restore()
  const next = open(proxy.port)
  next.socket.write('b')
  await heard(next, 'b')
  next.socket.destroy()
})

t.test('delay keeps the order', async (t) => {
  const { proxy } = await echoBehindProxy(t)
  const client = open(proxy.port)
  proxy.delay(60)
  const start = performance.now()
  client.socket.write('1')
  client.socket.write('2')
  await heard(client, '12')
  t.ok(performance.now() - start >= 110, 'there and back')
  proxy.delay(0)
  client.socket.write('3')
  await heard(client, '123')
  client.socket.destroy()
})

t.test('hold keeps the bytes of one direction for later', async (t) => {
  const { proxy, reached } = await echoBehindProxy(t)
  const client = open(proxy.port)
  client.socket.write('a')
  await heard(client, 'a')
  proxy.hold('to client')
  client.socket.write('b')
  await waitFor(() => reached() === 'ab', { what: 'the byte to reach the server' })
  t.equal(client.received(), 'a')
  await proxy.restore()
  await heard(client, 'ab')
  client.socket.destroy()
})

t.test('drop loses the bytes of one direction, and restore resets who lost some', async (t) => {
  const { proxy, reached } = await echoBehindProxy(t)
  const client = open(proxy.port)
  const unharmed = open(proxy.port)
  for (const { socket } of [client, unharmed]) socket.write('a')
  await Promise.all([heard(client, 'a'), heard(unharmed, 'a')])
  proxy.drop('to client')
  client.socket.write('b')
  await waitFor(() => reached().includes('b'), { what: 'the byte to reach the server' })
  await waitFor(() => proxy.lossy === 1, { what: 'the answer to vanish' })
  t.equal(client.socket.closed, false)
  await proxy.restore()
  await closed(client.socket)
  t.equal(client.received(), 'a')
  unharmed.socket.write('c')
  await heard(unharmed, 'ac')
  unharmed.socket.destroy()
})

t.test(
  'a connection whose server went while nothing came through is reset at the end, and closed with the proxy',
  async (t) => {
    const sockets = new Set<Socket>()
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      sockets.add(socket)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    t.teardown(() => server.close())
    const address = server.address()
    const proxy = await tcpProxy(typeof address === 'object' ? (address?.port ?? 0) : 0)
    const [one, other] = [open(proxy.port), open(proxy.port)]
    await waitFor(() => sockets.size === 2, { what: 'both connections' })
    proxy.drop('to client')
    for (const socket of sockets) socket.end()
    for (const { socket } of [one, other]) socket.write('a')
    await waitFor(() => [...sockets].every(({ readyState }) => readyState !== 'open'), {
      what: 'the server to go',
    })
    one.socket.destroySoon()
    await waitFor(() => proxy.lossy > 0, { what: 'the news to vanish' })
    await proxy.restore()
    await closed(other.socket)
    proxy.drop('to client')
    await proxy.close()
    t.equal(proxy.connections, 0)
  },
)
