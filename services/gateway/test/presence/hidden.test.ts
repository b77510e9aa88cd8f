import { directConversation, ParleyError } from '@parley/contracts'
import { waitFor } from '@parley/testing'
import t from 'tap'
import { memoryPresence } from '../../src/presence/memory-presence.ts'
import { front } from '../front.ts'
import { clientOf } from '../socket/client-of.ts'
import type { Frame, Peer } from '../socket/peer.ts'
import type { Visitor } from '../visitor.ts'

const isPresence = ({ type }: Frame) => type === 'presence'
const isTyping = ({ type }: Frame) => type === 'typing'
const told = (peer: Peer | undefined) =>
  (peer?.frames ?? []).filter(isPresence).map((frame) => frame['presence'])
const pages = ['/messages/', '/messages/chat/ben/', '/people/', '/people/ben/', '/people/?for=switcher&q=ben']

/** Whether a page shows of ben that he is online, or when he was. */
async function showsBen(visitor: Visitor, path: string): Promise<boolean> {
  const { body } = await visitor.get(path)
  const rows = body.split(/<li\b|<div id="switch-/).filter((row) => row.includes('/chat/ben/'))
  const dot = rows.some((row) => /data-slot="presence" *>/.test(row))
  return dot || /id="presence" class="presence" data-state="(online|away)"/.test(body)
}

t.test('who hides is seen on no page and told to no watcher, at any gateway, and sees nobody', async (t) => {
  const presence = memoryPresence()
  const { app, another, loggedIn, add } = await front(t, { presence })
  const other = await another()
  const [ann, ben, eve] = [add('ann'), add('ben'), add('eve')]
  const [asAnn, asBen, asEve] = [await loggedIn('ann'), await loggedIn('ben'), await loggedIn('eve')]
  await asBen.send('/messages/send/ann/', { message: 'hello' })
  await asBen.send('/messages/send/eve/', { message: 'hello' })
  const annsTabs = [await clientOf(app, asAnn), await clientOf(other, asAnn)]
  const bensTabs = [await clientOf(app, asBen), await clientOf(other, asBen)]
  const eves = await clientOf(other, asEve)
  for (const tab of annsTabs)
    t.same((await tab.ask('watch', { users: [ben.id] })).presence, [{ user: ben.id, online: true }])
  for (const tab of bensTabs)
    t.match((await tab.ask('watch', { users: [ann.id, eve.id] })).presence, [
      { online: true },
      { online: true },
    ])
  for (const path of pages) t.equal(await showsBen(asAnn.twin(other), path), true, path)

  const saved = await asBen.post('/settings/presence/', { hidden: 'true' })
  t.equal(saved.headers.location, '/settings/?done=presence')
  for (const tab of annsTabs)
    t.same((await tab.all(isPresence, 1, 'ben to be gone'))[0]?.presence, { user: ben.id, online: false })
  for (const tab of bensTabs)
    t.same(
      (await tab.all(isPresence, 2, 'all to be gone')).map(({ presence }) => presence),
      [
        { user: ann.id, online: false },
        { user: eve.id, online: false },
      ],
    )
  for (const gateway of [app, other]) {
    for (const path of pages) t.equal(await showsBen(asAnn.twin(gateway), path), false, path)
    for (const name of ['ann', 'eve', 'ben']) {
      const { body } = await asBen.twin(gateway).get(`/people/${name}/`)
      t.match(body, 'data-state="unknown"', `${name}, as ben sees them`)
    }
  }
  const again = await clientOf(other, asEve)
  t.same((await again.ask('watch', { users: [ben.id] })).presence, [{ user: ben.id, online: false }])
  t.same((await bensTabs[0]?.ask('watch', { users: [eve.id] }))?.presence, [{ user: eve.id, online: false }])

  // What happens meanwhile is no news: what is told next is how things are when he shows himself.
  for (const peer of [eves, again]) peer.close()
  await waitFor(async () => (await presence.of([eve.id])).get(eve.id)?.online === false, {
    what: 'eve to leave',
  })
  t.equal((await asBen.send('/settings/presence/', { hidden: false })).statusCode, 200)
  for (const tab of annsTabs)
    t.same(
      (await tab.all(isPresence, 2, 'ben to be there')).map((frame) => frame['presence']),
      [
        { user: ben.id, online: false },
        { user: ben.id, online: true },
      ],
    )
  const [first, second] = bensTabs
  await first?.all(isPresence, 3, 'eve')
  await second?.all(isPresence, 4, 'both')
  t.match(told(first).slice(2), [{ user: eve.id, online: false, lastSeenAt: Number }])
  t.match(told(second).slice(2), [
    { user: ann.id, online: true },
    { user: eve.id, online: false, lastSeenAt: Number },
  ])
  for (const path of pages) t.equal(await showsBen(asAnn.twin(other), path), true, path)
})

t.test('who has hidden was last seen never, and comes and goes unseen', async (t) => {
  const presence = memoryPresence()
  const { app, owners, loggedIn, add } = await front(t, { presence })
  const [ben] = [add('ben'), add('ann'), add('eve')]
  const [asAnn, asBen] = [await loggedIn('ann'), await loggedIn('ben')]
  const ann = await clientOf(app, asAnn)
  t.same((await ann.ask('watch', { users: [ben.id] })).presence, [{ user: ben.id, online: false }])
  await owners.accounts.hide('ben', true)
  const isThere = async () => (await presence.of([ben.id])).get(ben.id)?.online
  const tab = await clientOf(app, asBen)
  t.equal(await isThere(), true)
  tab.close()
  await waitFor(async () => !(await isThere()), { what: 'ben to leave' })
  t.same((await ann.ask('watch', { users: [ben.id] })).presence, [{ user: ben.id, online: false }])
  t.match((await asAnn.get('/people/ben/')).body, 'data-state="unknown"')
  // Nothing but this is told.
  const eve = await loggedIn('eve')
  await eve.send('/messages/send/ann/', { message: 'a later thing' })
  await ann.next(({ type }) => type === 'entry', 'a later frame')
  t.same(told(ann), [])
  await owners.accounts.hide('ben', false)
  await waitFor(async () => (await asAnn.get('/people/ben/')).body.includes('data-state="away"'), {
    what: 'when he was last seen',
  })
})

t.test('who hides types for nobody, and nobody for them', async (t) => {
  const { app, another, loggedIn, add } = await front(t)
  const other = await another()
  const [ann, ben] = [add('ann'), add('ben')]
  const [asAnn, asBen] = [await loggedIn('ann'), await loggedIn('ben')]
  const [anns, bens] = [await clientOf(app, asAnn), await clientOf(other, asBen)]
  const conversation = directConversation(ann.id, ben.id)
  bens.send({ type: 'typing', conversation, active: true })
  await anns.all(isTyping, 1, 'ben to type')
  await asBen.send('/settings/presence/', { hidden: true })
  await waitFor(async () => (await app.people.hiding([ben.id], 'test')).has(ben.id), {
    what: 'ann’s gateway to know',
  })
  // The end of what they saw is told; what he types from now on is not, nor hers to him.
  for (const active of [false, true, false, true]) bens.send({ type: 'typing', conversation, active })
  for (const active of [true, false]) anns.send({ type: 'typing', conversation, active })
  await Promise.all([bens.ask('heads'), anns.ask('heads')])
  await asBen.send('/messages/send/ann/', { message: 'a later thing' })
  for (const peer of [anns, bens]) await peer.next(({ type }) => type === 'entry', 'the message')
  t.same(
    anns.frames.filter(isTyping).map(({ active }) => active),
    [true, false],
  )
  t.same(bens.frames.filter(isTyping), [])
})

t.test('in a group, who hides types for nobody, and nobody for them', async (t) => {
  const { app, owners, loggedIn, add } = await front(t)
  const [ann, ben, eve] = [add('ann'), add('ben'), add('eve')]
  await owners.accounts.hide('ben', true)
  const conversation = await owners.messages.makeGroup('Walks', [ann.id, ben.id, eve.id])
  const [anns, bens, eves] = [
    await clientOf(app, await loggedIn('ann')),
    await clientOf(app, await loggedIn('ben')),
    await clientOf(app, await loggedIn('eve')),
  ]
  for (const active of [true, false]) bens.send({ type: 'typing', conversation, active })
  await bens.ask('heads')
  for (const active of [true, false]) anns.send({ type: 'typing', conversation, active })
  const types = { type: 'typing', conversation, user: ann.id }
  t.same(await eves.all(isTyping, 2, 'ann to type'), [
    { ...types, active: true },
    { ...types, active: false },
  ])
  await owners.messages.write(conversation, ann.id, 'a later thing', 'c1')
  for (const peer of [anns, bens]) await peer.next(({ type }) => type === 'entry', 'the message')
  t.same([...anns.frames, ...bens.frames].filter(isTyping), [])
  t.equal(eves.frames.filter(isTyping).length, 2)
})

t.test('no frame and no page for others says that somebody hides', async (t) => {
  const { app, owners, loggedIn, add } = await front(t)
  add('ann')
  const ben = add('ben')
  await owners.accounts.hide('ben', true)
  const asAnn = await loggedIn('ann')
  await asAnn.send('/messages/send/ben/', { message: 'hello' })
  const ann = await clientOf(app, asAnn)
  await ann.ask('open', { username: 'ben' })
  await ann.ask('inbox')
  t.match(ann.frames, [{ body: { people: [{ id: String }] } }])
  t.ok(JSON.stringify(ann.frames).includes(ben.id))
  t.notMatch(JSON.stringify(ann.frames), /hid/i)
  t.notMatch((await asAnn.get('/people/ben/')).body, /hidesPresence|presence is hidden/)
})

t.test('while accounts cannot say who hides, nobody is shown; then all is told', async (t) => {
  const { app, loggedIn, add } = await front(t)
  const [, ben] = [add('ann'), add('ben')]
  const [asAnn, asBen] = [await loggedIn('ann'), await loggedIn('ben')]
  await clientOf(app, asBen)
  const ann = await clientOf(app, asAnn)
  app.people.forget(ben.id)
  const { call } = app
  app.call = async (operation, ...rest) => {
    if (operation.name === 'people') throw new ParleyError('UNAVAILABLE')
    return await call(operation, ...rest)
  }
  t.same((await ann.ask('watch', { users: [ben.id] })).presence, [])
  t.match((await asAnn.get('/people/ben/')).body, 'data-state="unknown"')
  app.call = call
  await ann.all(isPresence, 1, 'ben')
  t.same(told(ann), [{ user: ben.id, online: true }])
})

t.test(
  'the switch stands as it is, for its owner alone; what is neither on nor off is refused',
  async (t) => {
    const { loggedIn, add, visitor } = await front(t)
    add('ann')
    add('eve')
    const [ann, eve] = [await loggedIn('ann'), await loggedIn('eve')]
    const isOn = async (who: Visitor) =>
      /role="switch"[^>]*\bchecked/.test((await who.get('/settings/')).body)
    t.equal(await isOn(ann), false)
    const page = (await ann.post('/settings/presence/', { hidden: 'true' })).headers.location ?? ''
    t.match((await ann.get(page)).body, 'Your presence is hidden.')
    t.same([await isOn(ann), await isOn(eve)], [true, false])
    for (const hidden of ['', 'yes', 1, null, [true]]) {
      const refused = await ann.send('/settings/presence/', { hidden })
      t.match([refused.statusCode, refused.json().error], [422, { code: 'INVALID', field: 'hidden' }])
    }
    const form = await ann.post('/settings/presence/', {})
    t.equal(form.statusCode, 422)
    t.match(form.body, 'must be true or false')
    t.equal(await isOn(ann), true, 'and nothing is changed by it')
    t.equal((await visitor().post('/settings/presence/', { hidden: 'true' })).statusCode, 303)
    t.same((await ann.send('/settings/presence/', { hidden: false })).json(), { hidden: false })
    t.match((await ann.get('/settings/?done=presence')).body, 'Your presence is shown.')
    t.equal(await isOn(ann), false)
    t.equal((await ann.get('/settings/presence/')).headers.location, '/settings/')
  },
)
