import t from 'tap'
import { hashArgon2id, matchesArgon2id } from '../../src/password/argon2id.ts'
import { matchesDjangoHash, parseDjangoHash } from '../../src/password/django-hash.ts'

const cheap = { memoryKiB: 16, passes: 1, parallelism: 1 }

t.test('argon2id hashes are in the PHC format, salted, and as others make them', async (t) => {
  const hash = await hashArgon2id('some words', { memoryKiB: 19_456, passes: 2, parallelism: 1 })
  t.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  t.equal(await matchesArgon2id('some words', hash), true)
  t.equal(await matchesArgon2id('some word', hash), false)
  t.not(await hashArgon2id('some words', cheap), await hashArgon2id('some words', cheap))
  t.equal(
    await matchesArgon2id('e\u0301', await hashArgon2id('\u00e9', cheap)),
    true,
    'however it was composed',
  )
  // One of the reference implementation's own test vectors.
  const tag = Buffer.from('09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7', 'hex')
  const vector = `$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$${tag.toString('base64').replace('=', '')}`
  t.equal(await matchesArgon2id('password', vector), true)
  t.equal(await matchesArgon2id('Password', vector), false)
  for (const none of ['', '!', '$argon2id$v=19$m=1', vector.replace('argon2id', 'argon2i')])
    t.equal(await matchesArgon2id('password', none), false, none)
})

t.test('Django hashes are read and checked, anything else is none', async (t) => {
  // RFC 7914, section 11: PBKDF2-HMAC-SHA-256 of "passwd" and "salt" with one iteration, its first 32 bytes.
  const key = Buffer.from('55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc', 'hex')
  const hash = parseDjangoHash(`pbkdf2_sha256$1$salt$${key.toString('base64')}`)
  if (!hash) throw new Error('this is such a hash')
  t.equal(await matchesDjangoHash('passwd', hash), true)
  t.equal(await matchesDjangoHash('password', hash), false)
  for (const none of [
    '',
    '!unusable',
    `pbkdf2_sha1$1$salt$${key.toString('base64')}`,
    `pbkdf2_sha256$0$salt$${key.toString('base64')}`,
    `pbkdf2_sha256$99999999$salt$${key.toString('base64')}`,
    'pbkdf2_sha256$1$salt$AAAA',
    `pbkdf2_sha256$1$$${key.toString('base64')}`,
  ])
    t.equal(parseDjangoHash(none), undefined, none)
})
