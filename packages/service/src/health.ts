import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { Gauge } from 'prom-client'

export type Checks = Record<string, () => Promise<void>>

/**
 * `/health/live`: the process answers. `/health/ready`: 200 where every part is there, else 503; the body names each
 * part and, of one that is away, why. `/metrics` has the same as `parley_part_up`.
 */
export const health = fp<{ checks: Checks }>(
  async (app: FastifyInstance, options) => {
    const checks: Checks = { bus: async () => busCheck(app.bus.connected), ...options.checks }
    const look = async () =>
      await Promise.all(
        Object.entries(checks).map(async ([name, check]) => [name, await outcome(check)] as const),
      )
    new Gauge({
      name: 'parley_part_up',
      help: 'Whether a part that this service needs is there',
      labelNames: ['part'],
      registers: [app.metrics],
      async collect() {
        for (const [part, state] of await look()) this.set({ part }, state === 'ok' ? 1 : 0)
      },
    })
    app.get('/health/live', { schema: { hide: true }, logLevel: 'silent' }, async () => ({ status: 'ok' }))

    app.get('/health/ready', { schema: { hide: true }, logLevel: 'silent' }, async (_request, reply) => {
      const parts = await look()
      const ready = parts.every(([, state]) => state === 'ok')
      return await reply
        .code(ready ? 200 : 503)
        .send({ status: ready ? 'ok' : 'unavailable', parts: Object.fromEntries(parts) })
    })
  },
  { name: 'parley-health', dependencies: ['parley-metrics'] },
)

function busCheck(connected: boolean): void {
  if (!connected) throw new Error('not connected')
}

/** A check that hangs is an answer too. */
async function outcome(check: () => Promise<void>): Promise<string> {
  const late = Promise.withResolvers<string>()
  const timer = setTimeout(() => late.resolve('away: no answer in 2 s'), 2_000)
  try {
    return await Promise.race([check().then(() => 'ok'), late.promise])
  } catch (error) {
    // Only the kind of error: an address or a name of the inside is nobody's business here.
    const kind = error instanceof Error ? error.name : 'Error'
    return kind === 'Error' ? 'away' : `away: ${kind}`
  } finally {
    clearTimeout(timer)
  }
}
