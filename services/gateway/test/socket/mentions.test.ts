import { waitFor } from '@parley/testing'
import t from 'tap'
import { House } from './house.ts'
import type { Frame } from './peer.ts'

const isEntry = ({ type }: Frame) => type === 'entry'
const isMessage = ({ id }: Frame) => typeof id === 'number'
const htmlOf = ({ entry }: Frame) => (entry as { html: string }).html

t.test('each sees a message that mentions some as it concerns them, in pages open now', async (t) => {
  const house = await House.open(t)
  const { ann, bob, eve, owners } = house
  const cem = owners.accounts.add('cem', 'Cem')
  house.people.push(cem)
  const conversation = await owners.messages.makeGroup('Walks', [ann.id, bob.id, cem.id])
  const gateway = await house.gateway()
  const annHere = await gateway.client('ann', { render: true })
  const [bobHere, cemHere] = [
    await gateway.client('bob', { render: true }),
    await gateway.client('cem', { render: true }),
  ]
  const data = await gateway.client('bob.data')
  const outside = await gateway.client('eve')
  const bell = await gateway.open('eve', '/ws/notifications/')

  const sent = await annHere.ask('send', { conversation, clientId: 'c1', text: '@bob and @eve, up' })
  t.strictSame(sent.entry.mentions, [bob.id])
  const toBob = htmlOf(await bobHere.next(isEntry, 'the message'))
  t.match(toBob, /data-mentions-me/)
  t.match(toBob, /<span class="mention">@bob<\/span> and @eve/)
  for (const frame of [
    await cemHere.next(isEntry, 'the message'),
    await annHere.next(isEntry, 'the message'),
  ]) {
    t.notMatch(htmlOf(frame), /data-mentions-me|Mentions you/)
    t.match(htmlOf(frame), /<span class="mention">@bob<\/span>/)
  }
  t.match(await data.next(isEntry, 'the message'), { entry: { mentions: [bob.id] } })

  await annHere.ask('send', { conversation, clientId: 'c2', text: '@all down' })
  for (const peer of [bobHere, cemHere]) {
    const [, frame] = await peer.all(isEntry, 2, 'what is for everybody')
    t.match(frame && htmlOf(frame), /data-mentions-me/)
  }
  const [, own] = await annHere.all(isEntry, 2, 'her own')
  t.notMatch(own && htmlOf(own), /data-mentions-me/)

  await outside.ask('heads')
  t.notOk(
    [...outside.frames, ...bell.frames].some((frame) => /@eve|@all|mention/.test(JSON.stringify(frame))),
  )
  t.notOk(owners.messages.unreadOf(eve.id).mentions)
})

t.test('on the plain sockets too', async (t) => {
  const house = await House.open(t)
  const { ann, bob, eve, owners } = house
  await owners.messages.makeGroup('Walks', [ann.id, bob.id], { id: 'walks' })
  const gateway = await house.gateway()
  const annHere = await gateway.open('ann', '/ws/group/walks/')
  const bobHere = await gateway.open('bob', '/ws/group/walks/')
  const bell = await gateway.open('bob', '/ws/notifications/')
  const outside = await gateway.open('eve', '/ws/notifications/')
  const isReadAgain = (frame: Frame) => frame['count'] === 0 && frame !== bell.frames[0]
  annHere.send({ message: 'Come, @bob and @eve', client_id: 'c1' })
  t.match(await bobHere.next(isMessage, 'the message'), { content: 'Come, @bob and @eve', mentions: ['bob'] })
  const told = await bell.next(({ mentions }) => mentions !== undefined, 'the mention')
  t.match(told, { count: 1, mentions: [{ id: 1, sender: 'ann', group: 'walks', group_name: 'Walks' }] })
  await waitFor(() => owners.messages.pointer('g_walks', bob.id).deliveredSeq === 2, { what: 'delivery' })
  owners.messages.move('g_walks', bob.id, 2, true)
  t.notOk('mentions' in (await bell.next(isReadAgain, 'that it is read')))
  t.strictSame(outside.frames, [{ count: 0, messages: [] }])
  t.strictSame(owners.messages.listOf(eve.id), [])
})
