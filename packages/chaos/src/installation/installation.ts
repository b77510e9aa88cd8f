import type { TcpProxy } from '@parley/testing'

/** A process of the installation. */
export interface Part {
  readonly name: string
  readonly pid: number
  /** Where it tells its figures, if it does. */
  readonly metricsUrls: readonly string[]
  /** Ends it and resolves when it is gone. */
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
  /** Starts it again, as often as it takes; resolves when it answers. @throws Error after a minute and more */
  start(): Promise<void>
  pause(): void
  resume(): void
}

/** A running Parley of which any process and any connection can be damaged. */
export interface Installation {
  readonly kind: 'real' | 'embedded'
  /** In the order in which they are to be started; ended the other way round. */
  readonly parts: ReadonlyMap<string, Part>
  /** By the names of their ends. */
  readonly wires: ReadonlyMap<string, TcpProxy>
  /** The ways in, one list for each part of the clients; in each one address for every gateway. */
  readonly doors: readonly (readonly string[])[]
  close(): Promise<void>
}
