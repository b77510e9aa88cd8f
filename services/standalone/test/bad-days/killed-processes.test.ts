import { BrowserlessPerson, needs, waitFor } from '@parley/testing'
import t from 'tap'
import { sdkClient } from '../load/sdk-client.ts'
import { SocketWriter } from '../load/socket-writer.ts'
import { assertOneLog, assertUnread, numbered } from '../load/truth.ts'
import { serviceProcess } from './service-process.ts'
import { ownServers } from './whole-system.ts'

t.setTimeout(180_000)
const parts = await needs('own mongodb', 'own nats', 'own redis')

t.test('one of two messages, then one of two gateways killed under load', parts, async (t) => {
  const servers = await ownServers(t)
  const [one, two] = await Promise.all([
    serviceProcess(t, 'messages', servers),
    serviceProcess(t, 'messages', servers),
    serviceProcess(t, 'accounts', servers),
    serviceProcess(t, 'notifications', servers),
  ])
  const urlsFor = (messages: string) => ({ PARLEY_MESSAGES_URL: messages })
  const [near, far] = await Promise.all([
    serviceProcess(t, 'gateway', servers, urlsFor(one.url)),
    serviceProcess(t, 'gateway', servers, urlsFor(two.url)),
  ])
  const urls = [near.url, far.url]
  const signUp = (name: string, url: string) => BrowserlessPerson.signUp(url, name)
  // Requests of ann, ben, cat and eve go to the second gateway; dan knows only the first.
  const [ann, ben] = [await signUp('ann', far.url), await signUp('ben', far.url)]
  const [cat, eve] = [await signUp('cat', far.url), await signUp('eve', far.url)]
  const dan = await signUp('dan', near.url)
  const outsider = await eve.open('/ws/notifications/')

  const reader = sdkClient(t, ann, urls)
  const heard: string[] = []
  reader.on('entry', ({ text }) => void (text?.startsWith('cat-') && heard.push(text)))
  const presence: boolean[] = []
  reader.on('presence', ({ online }) => void presence.push(online))
  const writer = sdkClient(t, cat, urls)
  const lost = sdkClient(t, dan, [near.url])
  for (const client of [reader, writer, lost]) await client.connect()
  await waitFor(() => [reader, writer, lost].every(({ state }) => state === 'online'), {
    what: 'all to be online',
  })
  const { conversation } = await writer.open('ann')
  reader.watch([lost.me?.id ?? ''])
  await waitFor(() => presence.at(-1) === true, { what: 'dan to be online' })

  const byCat = numbered('cat', 240)
  const byAnn = numbered('ann', 480)
  const byBen = numbered('ben', 480)
  const annWrites = new SocketWriter({ from: ann, to: 'ben', urls, window: 4 })
  const benWrites = new SocketWriter({ from: ben, to: 'ann', urls: urls.toReversed(), window: 4 })
  /** So many messages of the SDK, twice as many by each socket. */
  const write = async (from: number, to: number) => {
    for (const text of byCat.slice(from, to)) await writer.send({ conversation, username: 'ann' }, text)
    await Promise.all([annWrites.write(byAnn.slice(0, to * 2)), benWrites.write(byBen.slice(0, to * 2))])
  }
  const begun = (sdk: number) =>
    waitFor(
      () => [annWrites, benWrites].every(({ answered }) => answered.size > sdk * 2) && heard.length > sdk,
      {
        what: 'the load',
        timeoutMs: 30_000,
      },
    )
  const isInTheMidst = (sdk: number) => annWrites.answered.size < sdk * 2 && heard.length < sdk

  const first = write(0, 120)
  await begun(5)
  await one.kill()
  t.ok(isInTheMidst(120), 'messages was killed in the midst of it')
  await first
  await waitFor(() => heard.length >= 120, { what: 'all to arrive', timeoutMs: 30_000 })

  const second = write(120, 240)
  await begun(121)
  await near.kill()
  t.ok(isInTheMidst(240), 'the gateway was killed in the midst of it')
  await second
  await waitFor(() => heard.length >= 240 && writer.outbox().length === 0, {
    what: 'all to arrive',
    timeoutMs: 30_000,
  })
  t.same(heard, byCat, 'the SDK missed nothing, in order')
  t.same([reader.state, writer.state], ['online', 'online'], 'on the gateway that is left')

  await assertOneLog(
    t,
    [ann, ben],
    [
      { from: ann, texts: byAnn, answered: annWrites.answered },
      { from: ben, texts: byBen, answered: benWrites.answered },
    ],
  )
  await assertOneLog(t, [ann, cat], [{ from: cat, texts: byCat }])
  await waitFor(
    async () =>
      (await ann.get('/messages/unread/')).json<{ count: number }>().count === byBen.length + byCat.length,
    {
      what: 'unread to be right',
    },
  )
  t.equal(await assertUnread(t, ann, [ben, cat, eve]), byBen.length + byCat.length)
  t.equal(await assertUnread(t, ben, [ann, cat, eve]), byAnn.length)
  t.equal((await ann.post('/messages/send/eve/', { message: 'for eve' })).status, 200)
  await outsider.next<{ count: number }>(({ count }) => count === 1)
  t.notMatch(JSON.stringify(outsider.all), /(ann|ben|cat)-\d/, 'an outsider saw nothing of it')

  await waitFor(() => presence.at(-1) === false, { what: 'dan to be offline', timeoutMs: 40_000 })
  t.not(lost.state, 'online')
})
