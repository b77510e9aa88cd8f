import { runChaos } from '@parley/chaos'
import type { Bus } from '@parley/bus'
import { liveSubject } from '@parley/contracts'
import type { Store } from '@parley/messages'
import t from 'tap'
import { type Break, brokenSystem } from './broken-system.ts'

/** Every so many messages, something goes wrong. */
const seldom = 7

const breaks: Record<string, { broken: Break; seen: RegExp }> = {
  'acknowledges before it stores': {
    broken: { store: (store) => insertingAs(store, async () => ({ kind: 'written' })) },
    seen: /every acknowledged message is in the log once/,
  },
  'forgets which message it was, so that a repeated one stands twice': {
    broken: {
      store: (store) => ({
        ...store,
        byClientId: async () => undefined,
        insert: (records) =>
          store.insert(
            records.map((each) => ({ ...each, clientId: `${each.clientId.slice(0, 36)}-${each.w}` })),
          ),
      }),
    },
    // A repetition stands twice, and nothing stands under the id that its writer was answered for.
    seen: /no message is in the log twice|every acknowledged message is in the log once/,
  },
  'skips a number': {
    broken: { store: skipping },
    // What stands behind a hole is never shown, to nobody.
    seen: /every acknowledged message is in the log once/,
  },
  'forgets what was read': {
    broken: { store: (store) => ({ ...store, move: ({ heads }) => store.move({ heads, pointers: [] }) }) },
    seen: /nothing that was read is forgotten/,
  },
  'drops what it publishes': {
    broken: { bus: deaf },
    seen: /ends with exactly the log/,
  },
}

t.test('a system without a fault of its own', async (t) => {
  const { violations, tally } = await shortRun(t, {})
  t.same(violations, [])
  t.ok(tally.messages > 20, `${tally.messages} messages`)
})

t.test('the checker sees a system that', async (t) => {
  // Each mostly waits: side by side they take little longer than one.
  const outcomes = Object.entries(breaks).map(async ([what, { broken, seen }]) => {
    const { violations } = await shortRun(t, broken)
    const found = violations.filter(({ promise }) => seen.test(promise))
    t.not(found.length, 0, what)
    if (found.length === 0) t.comment(JSON.stringify(violations.slice(0, 5)))
  })
  await Promise.all(outcomes)
})

async function shortRun(t: Parameters<typeof brokenSystem>[0], broken: Break) {
  const installation = await brokenSystem(t, broken)
  const told = () => undefined
  const limits = { faults: 8, seconds: 6, people: 4, scale: 0.1, finishMs: 4_000, watchMs: 6_000 }
  return await runChaos({ installation, seed: 'broken', told, ...limits })
}

/** Now and then, a batch is inserted otherwise. */
function insertingAs(store: Store, otherwise: Store['insert']): Store {
  let batches = 0
  return {
    ...store,
    insert: (records) => (++batches % seldom === 0 ? otherwise(records) : store.insert(records)),
  }
}

/** Where a log ends is told wrongly, once for each conversation. */
function skipping(store: Store): Store {
  return {
    ...store,
    async logEnds(conversations) {
      const ends = await store.logEnds(conversations)
      return new Map(conversations.map((each) => [each, ends.get(each) ?? { seq: 1, n: 1, at: 0 }]))
    },
  }
}

/** People with some ids hear nothing live. */
function deaf(bus: Bus): Bus {
  const live = liveSubject('x').slice(0, -1)
  return new Proxy(bus, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target)
      if (typeof value !== 'function') return value
      if (key !== 'publish') return value.bind(target)
      return (subject: string, payload: unknown) => {
        if (!subject.startsWith(live)) target.publish(subject, payload)
      }
    },
  })
}
