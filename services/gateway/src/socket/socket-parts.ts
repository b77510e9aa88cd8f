import type { FastifyInstance } from 'fastify'
import type { LimitFunction } from 'p-limit'
import type { PeopleNews } from '../people/people-news.ts'
import type { Watchers } from '../presence/watchers.ts'
import type { EntryFrames } from '../rendering/entry-frames.ts'
import type { Authors } from './authors.ts'
import type { DeliveredMarks } from './delivered-marks.ts'
import type { Hub } from './hub.ts'
import type { SocketMetrics } from './socket-metrics.ts'

/** What every connection stands on; one object for all of them. */
export interface SocketParts {
  app: FastifyInstance
  hub: Hub
  watchers: Watchers
  news: PeopleNews
  frames: EntryFrames
  authors: Authors
  delivered: DeliveredMarks
  metrics: SocketMetrics
  /** Whose turn it is to be told where everything stands. No more wait than there are sockets. */
  greetings: LimitFunction
  /** The same for quotes in what is pushed: each member of a group may see another part of it. */
  quoting: LimitFunction
}
