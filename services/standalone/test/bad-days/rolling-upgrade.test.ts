import { closeCodes } from '@parley/contracts/close-codes'
import { nodeWire } from '@parley/client/node'
import type { ConnectionState } from '@parley/client'
import { BrowserlessPerson, needs, waitFor } from '@parley/testing'
import t from 'tap'
import { sdkClient } from '../load/sdk-client.ts'
import { assertOneLog, assertUnread } from '../load/truth.ts'
import { type ServiceProcess, serviceProcess } from './service-process.ts'
import { ownServers } from './whole-system.ts'

t.setTimeout(180_000)
const parts = await needs('own mongodb', 'own nats', 'own redis')

t.test('all instances replaced one by one, as an upgrade does it, while people talk', parts, async (t) => {
  const servers = await ownServers(t)
  const start = (name: Parameters<typeof serviceProcess>[1]) => serviceProcess(t, name, servers)
  const owners = { accounts: await start('accounts'), messages: await start('messages') }
  const others = { notifications: await start('notifications'), gateway: await start('gateway') }
  const running: Record<string, ServiceProcess> = { ...owners, ...others }
  const gatewayUrl = () => running.gateway?.url ?? ''
  const signUp = (name: string) => BrowserlessPerson.signUp(gatewayUrl(), name)
  const [ann, ben, eve] = [await signUp('ann'), await signUp('ben'), await signUp('eve')]

  /** Somebody with a client, how their connection went, and how it was ended. */
  const talker = async (person: BrowserlessPerson) => {
    const headers = () => ({ cookie: person.cookie })
    const [codes, states, heard]: [number[], ConnectionState[], string[]] = [[], [], []]
    const client = sdkClient(t, person, [gatewayUrl()], {
      // Always to the gateway that a balancer would choose.
      openWire: (events) =>
        nodeWire(
          `${gatewayUrl().replace(/^http/, 'ws')}/ws/`,
          headers,
        )({
          ...events,
          closed(code) {
            codes.push(code)
            events.closed(code)
          },
        }),
    })
    client.on('state', ({ state }) => states.push(state))
    client.on('entry', ({ text }) => heard.push(text ?? ''))
    await client.connect()
    await waitFor(() => client.state === 'online', { what: `${person.username} to be online` })
    return { person, client, codes, states, heard }
  }
  const [byAnn, byBen, byEve] = [await talker(ann), await talker(ben), await talker(eve)]
  const { conversation } = await byAnn.client.open('ben')
  const said = { ann: [] as string[], ben: [] as string[] }
  let stop = false
  const talk = async ({ client, person }: typeof byAnn, to: string) => {
    const texts = person.username === 'ann' ? said.ann : said.ben
    while (!stop) {
      const text = `${person.username} ${texts.length + 1}`
      texts.push(text)
      await client.send({ conversation, username: to }, text)
      await waitFor(() => client.outbox().length < 4, { what: 'some of it to go', timeoutMs: 30_000 })
    }
  }
  const talking = [talk(byAnn, 'ben'), talk(byBen, 'ann')]

  for (const name of ['accounts', 'messages', 'notifications', 'gateway'] as const) {
    const before = said.ann.length
    await waitFor(() => said.ann.length > before + 10, { what: 'people to talk' })
    const old = running[name]
    running[name] = await start(name)
    old?.child.kill('SIGTERM')
    t.match(await old?.ended, { code: 0, signal: null }, `${name} ends in good order`)
  }
  for (const { client, person } of [byAnn, byBen, byEve])
    await waitFor(() => client.state === 'online', { what: `${person.username} to be back` })
  stop = true
  await Promise.all(talking)
  const all = said.ann.length + said.ben.length
  for (const { heard, client } of [byAnn, byBen])
    await waitFor(() => heard.length >= all && client.outbox().length === 0, {
      what: 'all to arrive',
      timeoutMs: 30_000,
    })

  for (const { person, codes, states, heard } of [byAnn, byBen, byEve]) {
    t.strictSame(codes, [closeCodes.goingAway], `${person.username} was asked to connect again, once`)
    t.strictSame(states, ['connecting', 'online', 'connecting', 'online'], 'and did, at the first try')
    if (person === eve) t.strictSame(heard, [], 'an outsider heard nothing')
    else
      for (const texts of [said.ann, said.ben])
        t.strictSame(
          heard.filter((text) => texts.includes(text)),
          texts,
          'each once, in order',
        )
  }
  const at = (person: BrowserlessPerson) => Object.assign(person, { url: gatewayUrl() })
  await assertOneLog(
    t,
    [at(ann), at(ben)],
    [
      { from: ann, texts: said.ann },
      { from: ben, texts: said.ben },
    ],
  )
  await assertUnread(t, ann, [ben, eve])
})
