import { accounts, type KnownPerson, type Person, personChanged } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { LRUCache } from 'lru-cache'

const max = 20_000
/** How long a change may go unnoticed that nobody could be told of. */
const ttl = 5 * 60_000
const askedAtOnce = 1_000

interface Cached {
  person: Person
  hidesPresence: boolean
}

/** `app.people` */
export const cachedPeople = fp(
  async (app: FastifyInstance) => {
    const byId = new LRUCache<string, Cached>({ max, ttl })
    const idOf = new LRUCache<string, string>({ max, ttl })
    const listeners = new Set<(id: string | null) => void>()
    let forgotten = 0

    /** Keeps who was asked for, unless somebody changed `since` then: the answer may be of before that. */
    function keep(people: readonly Cached[], since: number): void {
      if (forgotten !== since) return
      for (const one of people) {
        byId.set(one.person.id, one)
        idOf.set(one.person.username, one.person.id)
      }
    }

    function forget(id: string): void {
      forgotten += 1
      byId.delete(id)
      for (const listener of listeners) listener(id)
    }

    // What changed while nothing was heard is not known.
    function forgetAll(): void {
      forgotten += 1
      byId.clear()
      for (const listener of listeners) listener(null)
    }

    async function cached(ids: readonly string[], requestId: string): Promise<Cached[]> {
      const wanted = [...new Set(ids)]
      const known = wanted.flatMap((id) => byId.get(id) ?? [])
      const there = new Set(known.map(({ person }) => person.id))
      const missing = wanted.filter((id) => !there.has(id))
      const found: Cached[] = []
      for (let i = 0; i < missing.length; i += askedAtOnce) {
        const input = { ids: missing.slice(i, i + askedAtOnce) }
        const since = forgotten
        const { people } = await app.call(accounts.people, input, { actor: null, requestId })
        const answered = people.map(cachedOf)
        keep(answered, since)
        found.push(...answered)
      }
      return [...known, ...found]
    }

    app.decorate('people', {
      async byUsername(username, requestId) {
        const known = byId.get(idOf.get(username) ?? '')
        // Whoever has deleted their account is found by another one.
        if (known?.person.username === username) return known.person
        const since = forgotten
        const found = cachedOf(await app.call(accounts.person, { username }, { actor: null, requestId }))
        keep([found], since)
        return found.person
      },

      async byIds(ids, requestId) {
        return new Map((await cached(ids, requestId)).map(({ person }) => [person.id, person]))
      },

      async hiding(ids, requestId) {
        const hiding = (await cached(ids, requestId)).filter(({ hidesPresence }) => hidesPresence)
        return new Set(hiding.map(({ person }) => person.id))
      },

      forget,

      onChange(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    })

    const subscription = await app.bus.subscribe(personChanged.subject, (payload) => {
      forget(personChanged.check(payload).data.user)
    })
    const stopListening = app.bus.onConnection(forgetAll)
    app.addHook('onClose', async () => {
      stopListening()
      await subscription.close()
    })
  },
  { name: 'parley-people' },
)

/** What is for no client stays apart from what is. */
function cachedOf({
  id,
  username,
  displayName,
  status,
  deleted,
  hidesPresence = false,
}: KnownPerson): Cached {
  const person = {
    id,
    username,
    displayName,
    ...(status === undefined ? {} : { status }),
    ...(deleted ? { deleted } : {}),
  }
  // Of whom there is no more nobody is shown when they were here.
  return { person, hidesPresence: hidesPresence || deleted === true }
}
