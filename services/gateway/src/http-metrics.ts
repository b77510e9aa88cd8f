import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { Counter, Histogram } from 'prom-client'

/** How long answers take, by route and outcome. An address of nobody's is one route, however many there are. */
export const httpMetrics = fp(
  async (app: FastifyInstance) => {
    const seconds = new Histogram({
      name: 'parley_gateway_http_seconds',
      help: 'Time from a request to its answer',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
      registers: [app.metrics],
    })
    const failures = new Counter({
      name: 'parley_gateway_http_failures_total',
      help: 'Requests that were answered with an error of ours',
      registers: [app.metrics],
    })
    app.addHook('onResponse', async (request, reply) => {
      const route = request.routeOptions.url ?? 'none'
      if (reply.statusCode >= 500) failures.inc()
      const status = `${Math.floor(reply.statusCode / 100)}xx`
      seconds.observe({ method: request.method, route, status }, reply.elapsedTime / 1_000)
    })
  },
  { name: 'parley-http-metrics', dependencies: ['parley-metrics'] },
)
