import type { socket } from '@parley/contracts'

/**
 * Who is online, over all gateways: whoever is held by at least one. Nothing of it needs to be exact or lasting but
 * when people were last seen. A gateway that dies takes its people with it within 15 s.
 */
export interface PresenceStore {
  /** This gateway holds this person from now on. Told to the others as soon as can be; never throws. */
  enter(user: string): void
  /** This gateway holds this person no more; they were last seen now. */
  leave(user: string): void
  /** Those of these people of whom something is known; nobody while the store is away. Never rejects. */
  of(users: readonly string[]): Promise<Map<string, socket.Presence>>
  /** Lets go of all whom this gateway holds. */
  close(): Promise<void>
}
