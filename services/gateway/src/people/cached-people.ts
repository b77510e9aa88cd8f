import { accounts, type Person, personChanged } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { LRUCache } from 'lru-cache'

const max = 20_000
/** How long a change may go unnoticed that nobody could be told of. */
const ttl = 5 * 60_000
const askedAtOnce = 1_000

/** `app.people` */
export const cachedPeople = fp(
  async (app: FastifyInstance) => {
    const byId = new LRUCache<string, Person>({ max, ttl })
    const idOf = new LRUCache<string, string>({ max, ttl })
    let forgotten = 0

    /** Keeps who was asked for, unless somebody changed `since` then: the answer may be of before that. */
    function keep(people: readonly Person[], since: number): void {
      if (forgotten !== since) return
      for (const person of people) {
        byId.set(person.id, person)
        idOf.set(person.username, person.id)
      }
    }

    function forget(id: string): void {
      forgotten += 1
      byId.delete(id)
    }

    // What changed while nothing was heard is not known.
    function forgetAll(): void {
      forgotten += 1
      byId.clear()
    }

    app.decorate('people', {
      async byUsername(username, requestId) {
        const known = byId.get(idOf.get(username) ?? '')
        if (known) return known
        const since = forgotten
        const found = await app.call(accounts.person, { username }, { actor: null, requestId })
        const person = { id: found.id, username: found.username, displayName: found.displayName }
        keep([person], since)
        return person
      },

      async byIds(ids, requestId) {
        const wanted = [...new Set(ids)]
        const known = wanted.flatMap((id) => byId.get(id) ?? [])
        const missing = wanted.filter((id) => !byId.has(id))
        const found: Person[] = []
        for (let i = 0; i < missing.length; i += askedAtOnce) {
          const input = { ids: missing.slice(i, i + askedAtOnce) }
          const since = forgotten
          const { people } = await app.call(accounts.people, input, { actor: null, requestId })
          keep(people, since)
          found.push(...people)
        }
        return new Map([...known, ...found].map((person) => [person.id, person]))
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
