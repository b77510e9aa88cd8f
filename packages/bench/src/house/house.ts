import type { Owner } from '@parley/contracts'
import type { Call } from '@parley/service'
import type { NamedProcess } from '../processes/usage.ts'

/** An installation that is measured. */
export interface House {
  readonly kind: 'embedded' | 'real' | 'url'
  /** Its gateways. */
  readonly urls: readonly string[]
  /** What it stores in, in words. */
  readonly store: string
  /** Something else answers behind MongoDB's protocol: figures are not those of MongoDB. */
  readonly hasStandIn: boolean
  /** Processes of this machine that belong to it; none where it was only given by URL. */
  processes(): NamedProcess[]
  /** Asks its services for operations, where it is the bench's own. */
  readonly call?: Call
  /** How to reach its services directly, where it is the bench's own. */
  readonly inside?: Inside
  /** What its processes logged as errors, line by line. */
  complaints?(): string[]
  /** Collects garbage in all of its Node processes; resolves with what each has on its heap, in bytes. */
  collectGarbage?(): Promise<Map<string, number>>
  /** Ends the first gateway by force; resolves when it is gone. Embedded, this is everything. */
  killGateway?(): Promise<void>
  /** Starts it again on the same port and data; resolves when it is ready. */
  startGateway?(): Promise<void>
  /** @throws Error where one of its processes has ended by itself */
  assertRunning(): void
  close: () => Promise<void>
}

export interface Inside {
  /** The HTTP APIs of the services. */
  owners: Partial<Record<Owner, string>>
  secret: string
  /** Undefined where everything is in one process. */
  natsUrl?: string
}

export interface HouseOptions {
  gateways: number
  messages: number
  profiles?: string | undefined
}
