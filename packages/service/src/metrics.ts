import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** `app.metrics`, and `/metrics` in Prometheus' format. */
export const metrics = fp<{ service: string; processMetrics: boolean }>(
  async (app: FastifyInstance, options) => {
    const registry = new Registry()
    registry.setDefaultLabels({ service: options.service })
    if (options.processMetrics) collectDefaultMetrics({ register: registry })
    const durations = new Histogram({
      name: 'parley_operation_seconds',
      help: 'Time from taking a request to its answer, by operation and outcome',
      labelNames: ['operation', 'outcome'],
      buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
      registers: [registry],
    })
    app.decorate('metrics', registry)
    app.decorate('countOperation', (operation: string) => {
      for (const outcome of ['done', 'failed']) durations.zero({ operation, outcome })
      const done = durations.labels(operation, 'done')
      const failed = durations.labels(operation, 'failed')
      return async (run) => {
        const start = performance.now()
        try {
          const result = await run()
          done.observe((performance.now() - start) / 1_000)
          return result
        } catch (error) {
          failed.observe((performance.now() - start) / 1_000)
          throw error
        }
      }
    })
    app.get('/metrics', { schema: { hide: true }, logLevel: 'silent' }, async (_request, reply) => {
      return await reply.type(registry.contentType).send(await registry.metrics())
    })
  },
  { name: 'parley-metrics' },
)

declare module 'fastify' {
  interface FastifyInstance {
    metrics: Registry
    /** Wraps the carrying out of an operation so that its duration is counted. */
    countOperation: (operation: string) => <T>(run: () => Promise<T>) => Promise<T>
  }
}
