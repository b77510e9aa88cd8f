import { type DataOf, type Envelope, type EventType, ParleyError } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

/** Publishes a durable event. @throws BusUnavailable when nobody can keep it now */
export type PublishEvent = <E extends EventType>(event: E, data: DataOf<E>, id: string) => Promise<void>

/**
 * Handles a durable event in batches, at least once; consumers of one `name` share the work. What does not fit the
 * schema is logged and left out; what the handler rejects comes again.
 */
export type ConsumeEvent = <E extends EventType>(
  event: E,
  name: string,
  handler: (events: Envelope<DataOf<E>>[]) => Promise<void>,
  /** How many the handler gets at once at most; default 100. */
  options?: { maxBatch?: number },
) => Promise<void>

/** `app.publishEvent` and `app.consumeEvent`; consumers close with the app. */
export const events = fp(
  async (app: FastifyInstance) => {
    const consumers: { close(): Promise<void> }[] = []

    app.decorate('publishEvent', async (event, data, id) => {
      const envelope = { id, type: event.subject, at: Date.now(), data }
      await app.bus.publishDurable(event.subject, envelope, id)
    })

    app.decorate('consumeEvent', async (event, name, handler, options) => {
      const handle = async (payloads: unknown[]) => {
        const sound = payloads.flatMap((payload) => checked(app, event, payload))
        if (sound.length > 0) await handler(sound)
      }
      const consumer = await app.bus.consume(event.subject, name, handle, options)
      consumers.push(consumer)
    })

    app.addHook('preClose', async () => {
      await Promise.all(consumers.map((consumer) => consumer.close()))
    })
  },
  { name: 'parley-events' },
)

function checked<E extends EventType>(
  app: FastifyInstance,
  event: E,
  payload: unknown,
): Envelope<DataOf<E>>[] {
  try {
    return [event.check(payload) as Envelope<DataOf<E>>]
  } catch (error) {
    if (!(error instanceof ParleyError)) throw error
    app.log.error(
      { subject: event.subject, field: error.field },
      'an event that does not fit its schema was left out',
    )
    return []
  }
}

declare module 'fastify' {
  interface FastifyInstance {
    publishEvent: PublishEvent
    consumeEvent: ConsumeEvent
  }
}
