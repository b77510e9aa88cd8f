import { setTimeout as sleep } from 'node:timers/promises'
import { type LiveEvent, liveSubject, personChanged, personDeleted, sessionEnded } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import type { AccountStore, Announcement } from './store/store.ts'

const everyMs = 5_000
const perRound = 200
const maxUnderWay = 1_000

/** Tells others what happened to people and sessions: at once to open sockets, and durably. */
export interface Announcer {
  /**
   * Tells what was just stored. Returns at once: the store remembers what is untold, so what fails here, or is cut
   * off, is told by a later round, of this instance or another.
   */
  tell(announcement: Announcement): void
  /** Tells whatever the store still has untold; one round at a time. */
  round(): Promise<void>
  close(): Promise<void>
}

export function announcer(app: FastifyInstance, store: AccountStore): Announcer {
  const closing = new AbortController()
  const underWay = new Set<Promise<void>>()
  let rounding: Promise<void> | undefined

  async function settle(announcement: Announcement): Promise<void> {
    try {
      await finish(app, store, announcement)
    } catch (error) {
      app.log.warn({ err: error, user: announcement.user }, 'an announcement waits for the next round')
    }
  }

  async function round(): Promise<void> {
    try {
      const untold = await store.untold(perRound)
      for (const announcement of untold) {
        if (closing.signal.aborted) return
        publishLive(app, announcement)
        await finish(app, store, announcement)
      }
    } catch (error) {
      app.log.warn({ err: error }, 'announcements wait for the next round')
    }
  }

  const self: Announcer = {
    tell(announcement) {
      publishLive(app, announcement)
      if (underWay.size >= maxUnderWay) return
      const settled: Promise<void> = settle(announcement).finally(() => underWay.delete(settled))
      underWay.add(settled)
    },
    round() {
      rounding ??= round().finally(() => {
        rounding = undefined
      })
      return rounding
    },
    async close() {
      closing.abort()
      stopListening()
      await Promise.all([...underWay, rounding, rounds])
    },
  }

  const stopListening = app.bus.onConnection((connected) => {
    if (connected) void self.round()
  })
  const rounds = (async () => {
    while (!closing.signal.aborted) {
      await self.round()
      await sleep(everyMs, undefined, { signal: closing.signal }).catch(() => undefined)
    }
  })()
  return self
}

function publishLive(app: FastifyInstance, announcement: Announcement): void {
  const ended = endedBy(announcement)
  if (!ended) return
  const event: LiveEvent = { type: 'ended', ...ended }
  app.bus.publish(liveSubject(announcement.user), [event])
}

/** What follows a change once it is stored; done again, it does no harm. */
async function finish(app: FastifyInstance, store: AccountStore, announcement: Announcement): Promise<void> {
  const isDeleted = announcement.kind === 'account' && announcement.isDeleted === true
  if (isDeleted) await store.removeSessions(announcement.user)
  await publish(app, announcement)
  const { user } = announcement
  if (isDeleted) await app.publishEvent(personDeleted, { user }, `${user}:deleted`)
  await store.told(announcement)
}

async function publish(app: FastifyInstance, announcement: Announcement): Promise<void> {
  const { user } = announcement
  const ended = endedBy(announcement)
  if (ended)
    await app.publishEvent(
      sessionEnded,
      { user, ...ended },
      `${user}:${ended.session ?? `all:${ended.epoch}`}`,
    )
  if (announcement.kind === 'account')
    await app.publishEvent(personChanged, { user }, `${user}:${announcement.revision}`)
}

/** The session, or with null all sessions up to and including an epoch, that an announcement says to have ended. */
function endedBy(announcement: Announcement): { session: string | null; epoch: number } | undefined {
  const { kind, epoch } = announcement
  if (kind === 'session') return { session: announcement.session, epoch }
  return epoch > announcement.toldEpoch ? { session: null, epoch: epoch - 1 } : undefined
}
