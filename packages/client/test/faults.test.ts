import type { ClientEntry } from '@parley/contracts/socket'
import fc from 'fast-check'
import t from 'tap'
import { FaultPlan, faults } from './fake-faults.ts'
import { clientOf, quick, until } from './fake-person.ts'
import { FakeServer } from './fake-server.ts'

const toBen = { conversation: 'd_ann_ben', username: 'ben' }
const toCat = { conversation: 'd_ann_cat', username: 'cat' }

/** One thing that happens. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('send ben', 'send cat') },
  { weight: 3, arbitrary: fc.constant('ben writes') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'wait',
      'close all',
      'wake',
      'restart client',
      'refuse sockets',
      'accept sockets',
    ),
  },
)

t.setTimeout(240_000)

t.test('whatever goes wrong, the log arrives once and in order, and so does what was sent', async (t) => {
  const property = fc.asyncProperty(
    fc.array(fc.constantFrom(...faults), { maxLength: 80 }),
    fc.array(step, { minLength: 5, maxLength: 40 }),
    run,
  )
  await fc.assert(property, { numRuns: Number(process.env.FAULT_RUNS ?? 60), endOnFailure: true })
  t.pass('no run was different')
})

async function run(plan: readonly (typeof faults)[number][], steps: readonly string[]): Promise<void> {
  const server = new FakeServer()
  await server.listen()
  // Something is there before anybody comes.
  server.log.write('d_ann_ben', 'ben', 'before', 'before')
  server.plan = new FaultPlan(plan)
  const seen = new Map<string, ClientEntry[]>()
  const sent = new Map<string, string[]>()
  const ann = clientOf(server, 'ann', { start: { d_ann_ben: 0, d_ann_cat: 0 }, timing: quick })
  ann.on('entry', (entry) => {
    seen.set(entry.conversation, [...(seen.get(entry.conversation) ?? []), entry])
  })
  try {
    await ann.connect()
    for (const [i, name] of steps.entries()) await take(name, i)
    server.refusesSockets = false
    server.plan = new FaultPlan()
    ann.wake()
    await until(isComplete, describe)
    assertAll()
    for (const [conversation, log] of server.log.entries) ann.markRead(conversation, log.length)
    await until(() =>
      [...server.log.entries].every(([id, log]) => server.log.pointer(id, 'ann').readSeq === log.length),
    )
  } finally {
    ann.close()
    await server.close()
  }

  async function take(name: string, i: number): Promise<void> {
    if (name === 'send ben' || name === 'send cat') {
      const target = name === 'send ben' ? toBen : toCat
      const text = `${name} ${i}`
      sent.set(target.conversation, [...(sent.get(target.conversation) ?? []), text])
      await ann.send(target, text)
    } else if (name === 'ben writes') server.log.write('d_ann_ben', 'ben', `ben-${i}`, `ben ${i}`)
    else if (name === 'close all') server.closeSockets(4_000)
    else if (name === 'wake') ann.wake()
    else if (name === 'refuse sockets') server.refusesSockets = true
    else if (name === 'accept sockets') server.refusesSockets = false
    else if (name === 'restart client') {
      ann.close()
      await ann.connect()
    }
    if (i % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 3))
  }

  function isComplete(): boolean {
    return (
      ann.outbox().length === 0 &&
      [...server.log.entries].every(([id, log]) => (seen.get(id) ?? []).length >= log.length)
    )
  }

  function assertAll(): void {
    for (const [id, log] of server.log.entries) {
      const got = (seen.get(id) ?? []).map(({ seq }) => seq)
      if (got.join() !== log.map(({ seq }) => seq).join()) throw new Error(`emitted ${got.join()} of ${id}`)
      const mine = log.filter(({ by }) => by === 'ann').map(({ text }) => text)
      const wanted = sent.get(id) ?? []
      if (mine.join() !== wanted.join()) throw new Error(`wrote ${mine.join()} instead of ${wanted.join()}`)
    }
  }

  function describe(): string {
    const logs = [...server.log.entries].map(
      ([id, log]) => `${id} ${seen.get(id)?.length ?? 0}/${log.length}`,
    )
    return `${logs.join(', ')}; outbox ${JSON.stringify(ann.outbox())}; ${ann.state}`
  }
}
