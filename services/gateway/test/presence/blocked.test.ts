import { directConversation, ParleyError } from '@parley/contracts'
import { waitFor } from '@parley/testing'
import t from 'tap'
import { front } from '../front.ts'
import { clientOf } from '../socket/client-of.ts'
import type { Frame, Peer } from '../socket/peer.ts'

const isPresence = ({ type }: Frame) => type === 'presence'
const isTyping = ({ type }: Frame) => type === 'typing'
const told = (peer: Peer) => peer.frames.filter(isPresence).map(({ presence }) => presence)
const stateOf = (page: string) => /id="presence" class="presence" data-state="(\w+)"/.exec(page)?.[1]

t.test('two of whom one blocks the other do not see each other, at any gateway, and others do', async (t) => {
  const { app, another, loggedIn, add } = await front(t)
  const other = await another()
  const [ann, ben, eve] = [add('ann'), add('ben'), add('eve')]
  const [asAnn, asBen, asEve] = [await loggedIn('ann'), await loggedIn('ben'), await loggedIn('eve')]
  const [anns, bens, eves] = [
    await clientOf(app, asAnn),
    await clientOf(other, asBen),
    await clientOf(other, asEve),
  ]
  t.same((await anns.ask('watch', { users: [ben.id, eve.id] })).presence, [
    { user: ben.id, online: true },
    { user: eve.id, online: true },
  ])
  await bens.ask('watch', { users: [ann.id, eve.id] })
  await eves.ask('watch', { users: [ann.id, ben.id] })

  await asAnn.send('/messages/block/ben/', {})
  t.same((await anns.all(isPresence, 1, 'ben to be gone'))[0]?.presence, { user: ben.id, online: false })
  t.same((await bens.all(isPresence, 1, 'ann to be gone'))[0]?.presence, { user: ann.id, online: false })
  for (const gateway of [app, other]) {
    t.equal(stateOf((await asAnn.twin(gateway).get('/people/ben/')).body), 'unknown')
    t.equal(stateOf((await asBen.twin(gateway).get('/messages/chat/ann/')).body), 'unknown')
    t.equal(stateOf((await asEve.twin(gateway).get('/people/ann/')).body), 'online')
  }
  const again = await clientOf(other, asBen)
  t.same((await again.ask('watch', { users: [ann.id] })).presence, [{ user: ann.id, online: false }])
  // What happens meanwhile is news to eve alone.
  const left = await clientOf(app, await loggedIn('ann'))
  anns.close()
  left.close()
  await eves.all(isPresence, 1, 'ann to leave')
  t.match(told(eves), [{ user: ann.id, online: false, lastSeenAt: Number }])
  t.equal(told(bens).length, 1)
  const back = await clientOf(app, asAnn)
  await eves.all(isPresence, 2, 'ann to be back')
  t.equal(told(bens).length, 1)

  await asAnn.send('/messages/unblock/ben/', {})
  await bens.all(isPresence, 2, 'ann to be there')
  await again.all(isPresence, 1, 'ann to be there')
  t.same(told(bens)[1], { user: ann.id, online: true })
  t.same((await back.ask('watch', { users: [ben.id] })).presence, [{ user: ben.id, online: true }])
})

t.test('who is blocked types for nobody, nor is typed for; others go on', async (t) => {
  const { app, another, loggedIn, add } = await front(t)
  const other = await another()
  const [ann, ben, eve] = [add('ann'), add('ben'), add('eve')]
  const [asAnn, asBen, asEve] = [await loggedIn('ann'), await loggedIn('ben'), await loggedIn('eve')]
  const [anns, bens, eves] = [
    await clientOf(app, asAnn),
    await clientOf(other, asBen),
    await clientOf(other, asEve),
  ]
  const conversation = directConversation(ann.id, ben.id)
  bens.send({ type: 'typing', conversation, active: true })
  await anns.all(isTyping, 1, 'ben to type')
  await anns.ask('block', { user: ben.id })
  await waitFor(async () => (await other.blocks.closed([conversation], 'test')).has(conversation), {
    what: 'ben’s gateway to know',
  })
  for (const active of [false, true]) bens.send({ type: 'typing', conversation, active })
  for (const active of [true, false]) anns.send({ type: 'typing', conversation, active })
  eves.send({ type: 'typing', conversation: directConversation(ann.id, eve.id), active: true })
  await Promise.all([bens.ask('heads'), anns.ask('heads')])
  await anns.all(isTyping, 3, 'eve to type')
  t.same(
    anns.frames.filter(isTyping).map(({ user, active }) => [user, active]),
    [
      [ben.id, true],
      [ben.id, false],
      [eve.id, true],
    ],
    'the end of what was told is told',
  )
  t.same(bens.frames.filter(isTyping), [])
})

t.test('while nobody can tell who blocks whom, nobody is shown', async (t) => {
  const { app, loggedIn, add } = await front(t)
  const [, ben] = [add('ann'), add('ben')]
  const [asAnn, asBen] = [await loggedIn('ann'), await loggedIn('ben')]
  await clientOf(app, asBen)
  const ann = await clientOf(app, asAnn)
  const { call } = app
  app.call = async (operation, ...rest) => {
    if (operation.name === 'closedOf') throw new ParleyError('UNAVAILABLE')
    return await call(operation, ...rest)
  }
  t.same((await ann.ask('watch', { users: [ben.id] })).presence, [])
  t.equal(stateOf((await asAnn.get('/people/ben/')).body), 'unknown')
  app.call = call
  await ann.all(isPresence, 1, 'ben')
  t.same(told(ann), [{ user: ben.id, online: true }])
})

t.test('sockets block and list; nobody is told whom', async (t) => {
  const { app, loggedIn, add } = await front(t)
  const [ann, ben] = [add('ann'), add('ben')]
  const [anns, bens] = [
    await clientOf(app, await loggedIn('ann')),
    await clientOf(app, await loggedIn('ben')),
  ]
  t.same(await anns.ask('block', { user: ben.id }), {})
  t.match(await anns.ask('blocked'), { blocked: [{ user: ben.id, at: Number }], people: [{ id: ben.id }] })
  t.same(await bens.ask('blocked'), { blocked: [], people: [] })
  const conversation = directConversation(ann.id, ben.id)
  t.match(await bens.ask('open', { username: 'ann' }), { conversation: { closed: true, conversation } })
  t.match(await anns.ask('open', { username: 'ben' }), { conversation: { closed: true } })
  for (const user of ['nobody1', ann.id]) {
    anns.send({ type: 'block', id: 77, user })
    await anns.next((frame) => frame.type === 'error', 'a refusal')
  }
  t.notMatch(JSON.stringify(bens.frames.slice(-1)), /blocks|by/)
})
