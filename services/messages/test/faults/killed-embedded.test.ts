import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { memoryBus } from '@parley/bus'
import { directConversation, messages } from '@parley/contracts'
import { createCall } from '@parley/service'
import { waitFor } from '@parley/testing'
import t, { type Test } from 'tap'
import { secret, type Service } from '../operations/service.ts'
import { startChild } from './child.ts'
import { allEntries, faultsOf, Sender } from './load.ts'

t.setTimeout(120_000)

const program = new URL('./embedded-process.ts', import.meta.url)

t.test('killed again and again under load, on SQLite: nothing acknowledged is lost', async (t) => {
  const folder = t.testdir()
  const start = () => startChild(t, program, { FOLDER: folder, PARLEY_SECRET: secret }, /^listening/)
  let child = await start()
  const call = calling(t, () => child.line.replace('listening ', ''))
  const conversation = directConversation('ann', 'bob')
  const senders = ['ann', 'bob'].map((by) => new Sender(call, conversation, by))
  for (let kills = 1; kills <= 3; kills++) {
    const enough = kills * 100
    await waitFor(() => senders.every(({ acknowledged }) => acknowledged.length >= enough), {
      what: `${enough} messages of each`,
      timeoutMs: 30_000,
    })
    await child.kill()
    child = await start()
  }
  await Promise.all(senders.map((sender) => sender.stop()))

  const entries = await allEntries(call, conversation, 'ann')
  t.strictSame(faultsOf(entries, senders), [])
  t.match(await call(messages.conversation, { conversation }, 'ann'), { head: { seq: entries.length } })
  await waitFor(
    () => {
      const told = new Set(readFileSync(`${folder}/told`, 'utf8').trim().split('\n'))
      return entries.every(({ seq }) => told.has(`${conversation}:${seq}`))
    },
    { what: 'every entry to be told' },
  )
  t.ok(entries.length >= 600)
})

/** Calls over HTTP, wherever the process is now. */
function calling(t: Test, address: () => string): Service['call'] {
  const bus = memoryBus()
  t.teardown(() => bus.close())
  return (operation, input, actor) => {
    const call = createCall({ bus, secret, urls: { messages: address() } })
    return call(operation, input, { actor, requestId: randomUUID() })
  }
}
