import type { Bus } from '@parley/bus'
import type { blockChanged, DataOf } from '@parley/contracts'
import type { FastifyBaseLogger } from 'fastify'
import type { ClosedConversations } from './blocks/closed-conversations.ts'
import type { Clock } from './clock.ts'
import type { EventTeller } from './event-teller.ts'
import type { GrowingIds } from './growing-ids.ts'
import type { Conversations } from './heads/conversations.ts'
import type { Groups } from './groups/groups.ts'
import type { MessageLog } from './log/message-log.ts'
import type { Arranger } from './own/arranger.ts'
import type { Pointers } from './pointers/pointers.ts'
import type { Members } from './members.ts'
import type { Store } from './store/store.ts'
import type { UnreadCounter } from './unread/unread-counter.ts'
import type { Figures } from './figures.ts'

/** What the service is made of. Bus and store belong to whoever made them. */
export interface MessagesParts {
  bus: Bus
  store: Store
  secret: string
  logger: FastifyBaseLogger
  clock?: Clock
  /** Whether figures of the process belong to this service; not where several share one process. Default true. */
  processMetrics?: boolean
}

/** What operations work with. */
export interface Room {
  /** Shared by all services. */
  secret: string
  store: Store
  log: MessageLog
  groups: Groups
  members: Members
  conversations: Conversations
  pointers: Pointers
  arranger: Arranger
  closed: ClosedConversations
  blockTeller: EventTeller<DataOf<typeof blockChanged>>
  /** Unique among all that ever were. */
  makeId: () => string
  savedIds: GrowingIds
  /** Milliseconds since 1970 in UTC. */
  now: () => number
  unread: UnreadCounter
  figures: Figures
}
