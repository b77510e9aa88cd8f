import { BrowserlessPerson, waitFor } from '@parley/testing'
import { directConversation } from '@parley/contracts'
import t from 'tap'
import { sdkClient } from '../load/sdk-client.ts'
import { SocketWriter } from '../load/socket-writer.ts'
import { assertOneLog, assertUnread, numbered } from '../load/truth.ts'
import { newDataFolder } from './data-folder.ts'
import { startParley } from './program.ts'

t.setTimeout(120_000)

t.test('kill -9 while everybody talks: nothing lost, nothing twice, one order', async (t) => {
  const PARLEY_DATA = newDataFolder(t)
  const killed = await startParley(t, { PARLEY_DATA })
  const signUp = (name: string) => BrowserlessPerson.signUp(killed.url, name)
  const [ann, ben, cat, eve] = [
    await signUp('ann'),
    await signUp('ben'),
    await signUp('cat'),
    await signUp('eve'),
  ]
  await ann.post('/messages/send/eve/', { message: 'for eve' })
  const outsider = await eve.open('/ws/notifications/')

  // More than a fast machine gets done before it is seen that the load is there.
  const byAnn = numbered('ann', 800)
  const byBen = numbered('ben', 800)
  const byCat = numbered('cat', 800)
  const annWrites = new SocketWriter({ from: ann, to: 'ben' })
  const benWrites = new SocketWriter({ from: ben, to: 'ann' })
  const client = sdkClient(t, cat)
  const reader = sdkClient(t, ann)
  const seenByAnn: string[] = []
  reader.on('entry', ({ text }) => {
    if (text?.startsWith('cat-')) seenByAnn.push(text)
  })
  await reader.connect()
  await client.connect()
  const { conversation } = await waitFor(() => client.open('ann'), { what: 'the conversation' })
  await waitFor(() => reader.state === 'online', { what: 'the reader' })
  for (const text of byCat) await client.send({ conversation, username: 'ann' }, text)
  const writing = Promise.all([annWrites.write(byAnn), benWrites.write(byBen)])

  await waitFor(() => annWrites.answered.size > 20 && benWrites.answered.size > 20 && seenByAnn.length > 5, {
    what: 'the load',
  })
  killed.child.kill('SIGKILL')
  await killed.ended
  const [ofAnn, ofBen] = [annWrites.answered.size, benWrites.answered.size]
  t.ok(
    ofAnn < byAnn.length && ofBen < byBen.length && client.outbox().length > 0,
    'it was in the midst of it',
  )

  const { url } = await startParley(t, { PARLEY_DATA, PORT: String(killed.port) })
  for (const person of [ann, ben, cat, eve])
    t.equal((await person.get('/session')).status, 204, `${person.username} is still logged in`)
  await writing
  await waitFor(() => client.outbox().length === 0, { what: 'an empty outbox', timeoutMs: 30_000 })
  await waitFor(() => seenByAnn.length >= byCat.length, { what: 'all to arrive', timeoutMs: 30_000 })
  t.same(seenByAnn, byCat, 'the SDK gave each once, in order')

  for (const text of [...byAnn.slice(0, 5), ...byAnn.slice(ofAnn - 3, ofAnn + 20)]) {
    const again = await ann.post('/messages/send/ben/', { message: text, client_id: text })
    t.match([again.status, again.json<{ id: number }>().id], [200, annWrites.answered.get(text)], text)
  }
  await assertOneLog(
    t,
    [ann, ben],
    [
      { from: ann, texts: byAnn, answered: annWrites.answered },
      { from: ben, texts: byBen, answered: benWrites.answered },
    ],
  )
  await assertOneLog(t, [ann, cat], [{ from: cat, texts: byCat }])
  t.equal(conversation, directConversation(reader.me?.id ?? '', client.me?.id ?? ''))
  t.equal(await assertUnread(t, ben, [ann, cat, eve]), byAnn.length)
  t.equal(await assertUnread(t, ann, [ben, cat, eve]), byBen.length + byCat.length)
  t.equal(await assertUnread(t, cat, [ann, ben, eve]), 0)
  t.equal(await assertUnread(t, eve, [ann, ben, cat]), 1)
  t.notMatch(JSON.stringify(outsider.all), /(ann|ben|cat)-\d/, 'an outsider saw nothing of it')
  t.equal((await fetch(`${url}/health/ready`)).status, 200)
})
