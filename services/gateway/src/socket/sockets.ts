import websocket from '@fastify/websocket'
import { groupsSubject, limits, sessionEnded } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import pLimit from 'p-limit'
import '../fastify.ts'
import type { PresenceStore } from '../presence/presence.ts'
import { ShownPresence } from '../presence/shown-presence.ts'
import { PeopleNews } from '../people/people-news.ts'
import { Watchers } from '../presence/watchers.ts'
import { EntryFrames } from '../rendering/entry-frames.ts'
import type { AssetUrl } from '../views/model.ts'
import { Authors } from './authors.ts'
import { DeliveredMarks } from './delivered-marks.ts'
import { drain } from './drain.ts'
import { GroupRelay } from './group-relay.ts'
import { GroupUnread } from './group-unread.ts'
import { Heartbeat } from './heartbeat.ts'
import { Hub } from './hub.ts'
import { Recovery } from './recovery.ts'
import { SocketMetrics } from './socket-metrics.ts'
import type { SocketParts } from './socket-parts.ts'
import { socketRoutes } from './socket-routes.ts'

export interface SocketsOptions {
  presence: PresenceStore
  assetUrl: AssetUrl
  /** Sockets of one person at this gateway; 50 by default. */
  socketsPerPerson?: number
  /** All sockets of this gateway; 30,000 by default. */
  sockets?: number
}

/** Above `limits.frameBytes` a frame is refused and the socket stays; above this, the protocol ends. */
const maxPayload = limits.frameBytes * 4
const watchEveryMs = 1_500
/** Who comes back with everybody else waits for its turn, instead of asking for more than anyone can answer in time. */
const greetingsAtOnce = 64
/** Of `closeTimeout` its types do not know: whoever does not answer a close is cut off. */
const socketOptions = { maxPayload, perMessageDeflate: false, closeTimeout: 2_000 }

/** `/ws/`, `/ws/chat/<username>/`, `/ws/group/<id>/`, `/ws/notifications/`, `app.hub` and `app.presence`. */
export const sockets = fp<SocketsOptions>(
  async (app: FastifyInstance, options) => {
    const presence = new ShownPresence({
      store: options.presence,
      people: app.people,
      blocks: app.blocks,
      log: app.log,
    })
    const hub = new Hub(options.presence, {
      socketsPerPerson: options.socketsPerPerson ?? 50,
      sockets: options.sockets ?? 30_000,
    })
    const watchers = new Watchers(presence)
    const news = new PeopleNews({
      people: app.people,
      watched: (user) => watchers.watched(user),
      all: () => watchers.all(),
      log: app.log,
    })
    const parts: SocketParts = {
      app,
      hub,
      watchers,
      news,
      frames: new EntryFrames(options.assetUrl),
      authors: new Authors(app),
      delivered: new DeliveredMarks(app),
      metrics: new SocketMetrics(app.metrics, () => hub.count),
      greetings: pLimit(greetingsAtOnce),
      quoting: pLimit(greetingsAtOnce),
    }
    const groupUnread = new GroupUnread(app, hub)
    const groupRelay = new GroupRelay({ hub, groups: app.groups, unread: groupUnread })
    const recovery = new Recovery(hub, app.log)
    app.decorate('hub', hub)
    app.decorate('presence', presence)

    const heartbeat = new Heartbeat({
      beat: (now) => void logged(hub.tick(now)),
      stalled: (ms) => recovery.stalled(ms),
    })
    const stopHearing = app.people.onChange((user) => {
      void logged(watchers.changed(user))
      void logged(news.changed(user))
    })
    const stopHearingOfBlocks = app.blocks.onChange((conversation) => {
      void logged(watchers.parted(conversation))
    })
    const watching = setInterval(() => void logged(parts.watchers.poll()), watchEveryMs).unref()

    // Every gateway hears this. What was missed while the bus was away is asked for when it is back.
    const ended = await app.bus.subscribe(sessionEnded.subject, (payload) => {
      const { user, session, epoch } = sessionEnded.check(payload).data
      end(user, session, epoch)
    })
    const told = await app.bus.subscribe(groupsSubject, (payload) => groupRelay.take(payload))
    const stopListening = app.bus.onConnection((connected) => {
      app.groups.forgetAll()
      if (connected) recovery.reconnected()
    })

    await app.register(websocket, {
      options: socketOptions,
      errorHandler: (error, ws, request) => {
        request.log.error({ err: error, requestId: request.id }, 'a socket could not be opened')
        ws.terminate()
      },
      preClose: async () => {
        stopListening()
        stopHearing()
        stopHearingOfBlocks()
        heartbeat.close()
        clearInterval(watching)
        await Promise.all([recovery.close(), drain(hub, app.websocketServer)])
        await Promise.all([
          parts.delivered.close(),
          groupUnread.close(),
          ended.close(),
          told.close(),
          hub.close(),
        ])
      },
    })
    await app.register(socketRoutes, { parts })

    function end(user: string, session: string | null, epoch: number): void {
      app.forgetSessions(user, session)
      hub.closeSessions(user, session, epoch)
    }

    async function logged(work: Promise<void>): Promise<void> {
      try {
        await work
      } catch (error) {
        app.log.error({ err: error }, 'the work behind the sockets failed')
      }
    }
  },
  { name: 'parley-sockets', dependencies: ['parley-metrics', 'parley-sending', 'parley-known-groups'] },
)

declare module 'fastify' {
  interface FastifyInstance {
    hub: Hub
    presence: ShownPresence
  }
}
