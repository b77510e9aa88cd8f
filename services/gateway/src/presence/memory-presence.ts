import type { socket } from '@parley/contracts'
import { LastSeen } from './last-seen.ts'
import type { PresenceStore } from './presence.ts'

/**
 * Presence of one process. With `path`, a SQLite file keeps when people were last seen over restarts; without, they
 * are forgotten. `clock` gives milliseconds since 1970.
 */
export function memoryPresence(options: { path?: string; clock?: () => number } = {}): PresenceStore {
  const clock = options.clock ?? Date.now
  const held = new Map<string, number>()
  const lastSeen = new LastSeen(options.path ?? ':memory:')
  // Whoever is online when the power goes was seen a minute before at the earliest.
  const timer = setInterval(() => lastSeen.write(held.keys(), clock()), 60_000).unref()
  let open = true

  function presenceOf(user: string): socket.Presence {
    if (held.has(user)) return { user, online: true }
    const lastSeenAt = lastSeen.of(user)
    return { user, online: false, ...(lastSeenAt === undefined ? {} : { lastSeenAt }) }
  }

  return {
    enter(user) {
      const count = held.get(user) ?? 0
      held.set(user, count + 1)
      if (open && count === 0) lastSeen.write([user], clock())
    },
    leave(user) {
      const count = held.get(user) ?? 0
      if (count > 1) held.set(user, count - 1)
      else held.delete(user)
      if (open && count === 1) lastSeen.write([user], clock())
    },
    async of(users) {
      return new Map(open ? users.map((user) => [user, presenceOf(user)]) : [])
    },
    async close() {
      if (!open) return
      open = false
      clearInterval(timer)
      lastSeen.write(held.keys(), clock())
      held.clear()
      lastSeen.close()
    },
  }
}
