import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

/**
 * Ends the connection of every upgrade that got an answer instead of a socket, wherever it was refused. Node has let go
 * of such a connection: nothing else would ever end its half, nor count it as idle when the server closes.
 */
export const refusedUpgrades = fp(
  async (app: FastifyInstance) => {
    app.addHook('onResponse', (request, _reply, done) => {
      if (request.headers.upgrade !== undefined) request.raw.socket.destroySoon()
      done()
    })
  },
  { name: 'parley-refused-upgrades' },
)
