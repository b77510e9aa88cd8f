import { waitFor } from '@parley/testing'
import t from 'tap'
import { endOfDay } from '../../src/routes/end-of-day.ts'
import { front } from '../front.ts'
import { clientOf } from '../socket/client-of.ts'
import type { Frame } from '../socket/peer.ts'
import { unescaped, type Visitor } from '../visitor.ts'

const isPerson = ({ type }: Frame) => type === 'person'
const hourMs = 3_600_000
const said = async (visitor: Visitor, path: string) => {
  const { body } = await visitor.get(path)
  const [, emoji, text] =
    /data-slot="person-status"(?![^>]*hidden)[^>]*>.*?status-emoji">(.*?)<\/span><bdi[^>]*>(.*?)<\/bdi>/s.exec(
      body,
    ) ?? []
  return emoji === undefined ? undefined : unescaped(`${emoji} ${text}`)
}
const places = ['/messages/chat/ann/', '/people/ann/', '/people/?q=ann']

t.test('a status is shown beside the name at every gateway, as it was typed, until its end', async (t) => {
  const { app, another, clock, loggedIn, add } = await front(t)
  const other = await another()
  add('ann')
  add('ben')
  const [ann, ben] = [await loggedIn('ann'), await loggedIn('ben')]
  for (const path of places) t.equal(await said(ben, path), undefined, path)
  const text = '**By** the <sea> & "more"'
  const saved = await ann.post('/settings/status/', { emoji: '❤', status: text, until: '1h', time_zone: '' })
  t.equal(saved.headers.location, '/settings/?done=status')
  const page = (await ann.get('/settings/?done=status')).body
  t.match(page, 'Your status is set.')
  t.match(unescaped(page), `value="${text}"`)
  t.match(page, 'Ends: ')
  for (const visitor of [ben, ben.twin(other)])
    for (const path of places) {
      await waitFor(async () => (await said(visitor, path)) !== undefined, { what: `the status at ${path}` })
      t.match(await said(visitor, path), text, path)
    }
  clock.move(hourMs - 1)
  for (const path of places) t.match(await said(ben, path), text, `${path}, at its last moment`)
  clock.move(1)
  for (const visitor of [ben, ben.twin(other)])
    for (const path of places) t.equal(await said(visitor, path), undefined, `${path}, at its end`)
  t.match((await ann.get('/settings/')).body, 'name="status" type="text" value=""')
  t.equal((await app.inject('/health/live')).statusCode, 200)
})

t.test('every end that can be chosen; with nothing in it there is none', async (t) => {
  const { clock, loggedIn, add } = await front(t)
  add('ann')
  const ann = await loggedIn('ann')
  const set = async (fields: object) => {
    const answer = (await ann.send('/settings/status/', { emoji: '🌴', status: 'x', ...fields })).json()
    return answer.until === null ? null : (Date.parse(answer.until) - clock.at) / hourMs
  }
  t.same(
    [
      await set({}),
      await set({ until: 'never' }),
      await set({ until: '30m' }),
      await set({ until: '1h' }),
      await set({ until: '1w' }),
      await set({ until: 'today' }),
      await set({ until: 'today', time_zone: 'Asia/Tokyo' }),
      await set({ until: 'today', time_zone: 'no such zone' }),
    ],
    [null, null, 0.5, 1, 7 * 24, 12, 3, 12],
    'the clock stands at noon in UTC',
  )
  const none = { emoji: '', status: '', until: null }
  t.same((await ann.send('/settings/status/', { emoji: '', status: '' })).json(), none)
  t.equal(await said(ann, '/people/ann/'), undefined)
  await ann.post('/settings/status/', { emoji: '🌴', status: '' })
  t.match(await said(ann, '/people/ann/'), '🌴')
  const cleared = await ann.post('/settings/status/', { emoji: '🌴', status: 'typed', clear: 'true' })
  t.match((await ann.get(cleared.headers.location ?? '')).body, 'Your status is cleared.')
  t.equal(await said(ann, '/people/ann/'), undefined)
})

t.test('a day ends at midnight, also where it is an hour longer or shorter', (t) => {
  const end = (at: string, zone: string) => new Date(endOfDay(Date.parse(at), zone)).toISOString()
  t.equal(end('2026-11-23T00:00:00Z', 'UTC'), '2026-11-24T00:00:00.000Z')
  t.equal(end('2026-11-23T23:59:59Z', 'UTC'), '2026-11-24T00:00:00.000Z')
  t.equal(end('2026-10-24T22:30:00Z', 'Europe/Berlin'), '2026-10-25T23:00:00.000Z', '25 hours')
  t.equal(end('2026-03-28T23:30:00Z', 'Europe/Berlin'), '2026-03-29T22:00:00.000Z', '23 hours')
  t.equal(end('2026-11-23T12:00:00Z', 'Asia/Kathmandu'), '2026-11-23T18:15:00.000Z')
  t.end()
})

t.test('what is refused stands in the form with why, and the status stays', async (t) => {
  const { loggedIn, add, visitor } = await front(t)
  add('ann')
  add('eve')
  const [ann, eve] = [await loggedIn('ann'), await loggedIn('eve')]
  await ann.post('/settings/status/', { emoji: '🌴', status: 'here' })
  const refused = await ann.post('/settings/status/', { emoji: '🌴', status: 'x'.repeat(81), until: 'today' })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, 'A status has at most 80 characters.')
  t.match(refused.body, `value="${'x'.repeat(81)}"`)
  t.match(refused.body, /value="today" selected/)
  for (const [fields, field] of [
    [{ status: 'x'.repeat(300) }, 'status'],
    [{ emoji: 'x' }, 'emoji'],
    [{ emoji: '🌴', until: 'tomorrow' }, 'until'],
    [{ emoji: '🌴', until: 5 }, 'until'],
    [{ emoji: ['🌴'] }, 'emoji'],
    [{ status: 'a\0b' }, 'status'],
  ] as const) {
    const answer = await ann.send('/settings/status/', fields)
    t.match(
      [answer.statusCode, answer.json().error],
      [422, { code: 'INVALID', field }],
      JSON.stringify(fields),
    )
  }
  t.match(await said(eve, '/people/ann/'), 'here')
  t.equal(await said(eve, '/people/eve/'), undefined, 'nobody else says so')
  t.match((await visitor().post('/settings/status/', { status: 'x' })).headers.location, /^\/login\?/)
})

t.test(
  'who watches is told of a new status and name at once, and of nothing that nobody may know',
  async (t) => {
    const { app, another, owners, loggedIn, add } = await front(t)
    const other = await another()
    const ann = add('ann', 'Ann')
    for (const name of ['ben', 'eve']) add(name)
    const [asAnn, asBen, asEve] = [await loggedIn('ann'), await loggedIn('ben'), await loggedIn('eve')]
    const [bens, eves] = [
      [await clientOf(app, asBen), await clientOf(other, asBen)],
      await clientOf(other, asEve),
    ]
    for (const peer of bens) await peer.ask('watch', { users: [ann.id] })
    await asAnn.post('/settings/status/', { emoji: '🌴', status: 'away', until: 'never' })
    const person = { ...ann, status: { emoji: '🌴', text: 'away' } }
    for (const peer of bens) t.match(await peer.all(isPerson, 1, 'the status'), [{ person }])
    // Two things that are no news to others, and then one that is.
    await owners.accounts.hide('ann', true)
    await asAnn.post('/settings/status/', { emoji: '🌴', status: 'away', until: 'never' })
    await asAnn.post('/settings/profile/', { display_name: 'Ann B.' })
    for (const peer of bens) {
      const told = await peer.all(isPerson, 2, 'the name')
      t.match(told[1], { person: { ...person, displayName: 'Ann B.' } })
      t.equal(told.length, 2)
    }
    await asAnn.post('/settings/status/', { clear: 'true' })
    for (const peer of bens) {
      const last = (await peer.all(isPerson, 3, 'the end of it'))[2]?.['person'] ?? {}
      t.notOk(Object.hasOwn(last, 'status'))
    }
    await eves.ask('heads')
    t.notOk(eves.frames.some(isPerson), 'who watches nobody is told nothing')
    const later = await clientOf(other, asBen)
    await asBen.send('/messages/send/ann/', { message: 'hello' })
    await asAnn.post('/settings/status/', { emoji: '🎧', status: '' })
    const found = async () => (await later.ask('heads')).people.find(({ id }) => id === ann.id)?.status
    await waitFor(async () => (await found())?.emoji === '🎧', { what: 'the status in what one asks for' })
  },
)
