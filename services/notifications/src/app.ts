import { randomUUID } from 'node:crypto'
import type { Bus } from '@parley/bus'
import {
  entriesCreated,
  type Envelope,
  type LiveEvent,
  liveSubject,
  messages,
  notifications,
  type Owner,
  ownChanged,
  ParleyError,
  readMoved,
} from '@parley/contracts'
import { createService } from '@parley/service'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { figures } from './figures.ts'
import { UnreadTeller } from './unread-teller.ts'

/** What the service is built from; the bus belongs to whoever made it and outlives the app. */
export interface NotificationsParts {
  bus: Bus
  /** Shared by all services. */
  secret: string
  logger: FastifyBaseLogger
  /** HTTP APIs of the others, used while the bus is away. */
  urls?: Partial<Record<Owner, string>>
  /** Milliseconds since 1970. */
  clock?: () => number
  /** Whether figures of the process belong to this service. Default true. */
  processMetrics?: boolean
}

/** A name that several instances share, so that each event is handled by one of them. */
const consumerName = 'notifications'
/** Handled together: what comes to the same people within one batch is counted once. */
const maxBatch = 500
const askTimeoutMs = 2_000
const checkTimeoutMs = 1_500
/** Kinds of entries that no count depends on. */
const uncounted: ReadonlySet<string> = new Set(['react', 'unreact', 'pin', 'unpin'])
/** Nobody has this id; counting for them shows that counting works. */
const nobody = '0'

/** What people should hear about: tells unread counts whenever they change. Owns no data. */
export async function buildApp(parts: NotificationsParts): Promise<FastifyInstance> {
  const { bus, secret, logger, urls = {}, clock = Date.now, processMetrics = true } = parts
  const app = await createService({
    name: 'notifications',
    bus,
    secret,
    logger,
    urls,
    processMetrics,
    checks: { messages: async () => void (await unreadOf([nobody], checkTimeoutMs)) },
  })

  async function unreadOf(users: string[], timeoutMs: number) {
    const context = { actor: null, requestId: randomUUID() }
    return (await app.call(messages.unreadOf, { users }, context, { timeoutMs })).people
  }

  const instance = randomUUID()
  let order = 0
  const teller = new UnreadTeller({
    async ask(users) {
      numbers.batchSizes.observe(users.length)
      try {
        const counted = await unreadOf(users, askTimeoutMs)
        numbers.asks.inc({ outcome: 'answered' })
        return counted
      } catch (error) {
        numbers.asks.inc({ outcome: 'failed' })
        throw error
      }
    },
    push(unread, at) {
      // What is published without a connection is lost: better that the event comes again.
      if (!bus.connected) throw new ParleyError('UNAVAILABLE')
      order += 1
      const event: LiveEvent = { type: 'unread', unread, instance, order }
      bus.publish(liveSubject(unread.user), [event])
      numbers.pushes.inc()
      numbers.lag.observe(Math.max(0, clock() - at) / 1_000)
    },
    onFailure: (error) => app.log.warn({ err: error }, 'unread counts wait for another try'),
  })
  const numbers = figures(app.metrics, () => teller.waiting)
  app.addHook('onClose', () => teller.close())

  app.answer(notifications.unread, (_input, { actor, requestId }) =>
    app.call(messages.unread, {}, { actor, requestId }),
  )
  app.answer(notifications.tellUnread, async ({ users }) => {
    await teller.tell(new Map(users.map((user) => [user, clock()])))
    return {}
  })
  // An event counts as handled when everybody whom it concerns was told.
  app.addHook('onReady', async () => {
    await app.consumeEvent(
      entriesCreated,
      consumerName,
      // The sender too: a send moves the pointer to what its sender had seen.
      (events) =>
        teller.tell(
          changed(events, ({ entries }) =>
            entries.filter(({ kind }) => !uncounted.has(kind)).flatMap(({ members }) => members),
          ),
        ),
      { maxBatch },
    )
    await app.consumeEvent(
      readMoved,
      consumerName,
      (events) => teller.tell(changed(events, ({ user }) => [user])),
      { maxBatch },
    )
    await app.consumeEvent(
      ownChanged,
      consumerName,
      (events) => teller.tell(changed(events, ({ user }) => [user])),
      { maxBatch },
    )
  })
  return app
}

/** Whom events concern, each person once, with the time of the first. */
function changed<D>(events: Envelope<D>[], peopleOf: (data: D) => string[]): Map<string, number> {
  const people = new Map<string, number>()
  for (const { at, data } of events) {
    for (const user of peopleOf(data)) people.set(user, Math.min(people.get(user) ?? at, at))
  }
  return people
}
