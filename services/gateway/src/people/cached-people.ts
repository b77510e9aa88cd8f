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

    function keep(person: Person): Person {
      byId.set(person.id, person)
      idOf.set(person.username, person.id)
      return person
    }

    app.decorate('people', {
      async byUsername(username, requestId) {
        const known = byId.get(idOf.get(username) ?? '')
        if (known) return known
        const found = await app.call(accounts.person, { username }, { actor: null, requestId })
        return keep({ id: found.id, username: found.username, displayName: found.displayName })
      },

      async byIds(ids, requestId) {
        const wanted = [...new Set(ids)]
        const known = wanted.flatMap((id) => byId.get(id) ?? [])
        const missing = wanted.filter((id) => !byId.has(id))
        const found: Person[] = []
        for (let i = 0; i < missing.length; i += askedAtOnce) {
          const input = { ids: missing.slice(i, i + askedAtOnce) }
          const answer = await app.call(accounts.people, input, { actor: null, requestId })
          found.push(...answer.people.map(keep))
        }
        return new Map([...known, ...found].map((person) => [person.id, person]))
      },
    })

    const subscription = await app.bus.subscribe(personChanged.subject, (payload) => {
      byId.delete(personChanged.check(payload).data.user)
    })
    // What changed while nothing was heard is not known.
    const stopListening = app.bus.onConnection(() => byId.clear())
    app.addHook('onClose', async () => {
      stopListening()
      await subscription.close()
    })
  },
  { name: 'parley-people' },
)
