import t from 'tap'
import { House } from './house.ts'

t.test('closing finishes what is under way, then closes every socket with "reconnect"', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const ann = await gateway.client('ann')
  const chat = await gateway.open('bob', '/ws/chat/ann/')
  const badge = await gateway.open('bob', '/ws/notifications/')
  const goOn = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  const { call } = gateway.app
  gateway.app.call = async (operation, ...rest) => {
    if (operation.name === 'send') {
      asked.resolve()
      await goOn.promise
    }
    return call(operation, ...rest)
  }
  const answer = ann.ask('send', { conversation: house.annAndBob, clientId: 'c', text: 'just in time' })
  await asked.promise
  const closing = gateway.app.close()
  goOn.resolve()
  t.match(await answer, { entry: { text: 'just in time' } })
  for (const peer of [ann, chat, badge]) t.match(await peer.end(), { code: 4000 })
  await closing
})

t.test('sockets that do not answer the close do not hold it up', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const ann = await gateway.client('ann')
  ann.ws.pause()
  const start = performance.now()
  await gateway.app.close()
  t.ok(performance.now() - start < 15_000)
})
