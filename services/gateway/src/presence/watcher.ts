import type { Person, socket } from '@parley/contracts'

/** Someone who is told when the presence of those whom they watch changes, and how they look otherwise. */
export interface Watcher {
  /** Whose eyes these are: who hides their own presence is told nobody's. */
  readonly user: string
  presenceChanged(presence: socket.Presence): void
  personChanged(person: Person): void
}
