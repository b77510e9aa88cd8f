import t from 'tap'
import { natsAddress } from '../src/nats-address.ts'

t.test('host and port, with the usual port where none is given', async (t) => {
  t.same(natsAddress('nats://bus'), { servers: ['bus:4222'], tls: false })
  t.same(natsAddress('tls://bus:5000, nats://[::1]:6'), { servers: ['bus:5000', '[::1]:6'], tls: true })
})

t.test('a user with a password, or a token', async (t) => {
  t.match(natsAddress('nats://me:p%40ss@bus'), { user: 'me', pass: 'p@ss' })
  t.match(natsAddress('nats://s3cret@bus'), { token: 's3cret' })
})

t.test('what is no address is refused, without showing it', async (t) => {
  for (const url of ['', 'bus:4222', 'http://me:s3cret@bus', 'nats://']) {
    t.throws(() => natsAddress(url), { name: 'TypeError', message: /^((?!s3cret).)*$/ })
  }
})
