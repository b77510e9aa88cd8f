import type { Unread } from '@parley/contracts'
import t from 'tap'
import { UnreadTeller } from '../src/unread-teller.ts'

t.test('only so many people wait; who comes beyond that is let in as others are told', async (t) => {
  const pushed: string[] = []
  let most = 0
  const teller = new UnreadTeller({
    maxWaiting: 5,
    gatherMs: 0,
    pauseMs: 0,
    async ask(users) {
      most = Math.max(most, users.length)
      return users.map(none)
    },
    push: ({ user }) => void pushed.push(user),
    onFailure: () => t.fail('nothing should fail'),
  })
  t.teardown(() => teller.close())
  const users = Array.from({ length: 23 }, (_, n) => `user${n}`)
  const told = teller.tell(new Map(users.map((user) => [user, n(user)])))
  t.equal(teller.waiting, 5)
  await told
  t.same(pushed, users)
  t.ok(most <= 5)
  t.equal(teller.waiting, 0)
})

t.test('the time of the first change is kept, through failures and later changes', async (t) => {
  const lags: number[] = []
  let tries = 0
  const teller = new UnreadTeller({
    gatherMs: 0,
    pauseMs: 0,
    async ask(users) {
      if (++tries > 1) return users.map(none)
      again = teller.tell(new Map([['bob', 300]]))
      throw new Error('away')
    },
    push: (_unread, at) => void lags.push(at),
    onFailure: () => undefined,
  })
  t.teardown(() => teller.close())
  let again: Promise<void> | undefined
  const both = [teller.tell(new Map([['bob', 200]])), teller.tell(new Map([['bob', 100]]))]
  await Promise.all(both)
  await again
  t.equal(tries, 2)
  t.same(lags, [100])
})

t.test('after three tries it is left to who asked, and the next change is counted again', async (t) => {
  let away = true
  let asks = 0
  const pushed: string[] = []
  const teller = new UnreadTeller({
    gatherMs: 0,
    pauseMs: 0,
    async ask(users) {
      asks += 1
      if (away) throw new Error('away')
      return users.map(none)
    },
    push: ({ user }) => void pushed.push(user),
    onFailure: () => undefined,
  })
  t.teardown(() => teller.close())
  await t.rejects(teller.tell(new Map([['bob', 1]])), /away/)
  t.equal(asks, 3)
  away = false
  await teller.tell(new Map([['bob', 1]]))
  t.same(pushed, ['bob'])
})

t.test('close gives up who waits, and leaves nothing running', async (t) => {
  const gate = Promise.withResolvers<Unread[]>()
  const asked = Promise.withResolvers<void>()
  const pushed: string[] = []
  const teller = new UnreadTeller({
    gatherMs: 0,
    maxWaiting: 1,
    ask: () => {
      asked.resolve()
      return gate.promise
    },
    push: ({ user }) => void pushed.push(user),
    onFailure: () => undefined,
  })
  const underWay = teller.tell(new Map([['ann', 1]]))
  await asked.promise
  const waiting = t.rejects(
    teller.tell(
      new Map([
        ['ann', 2],
        ['bob', 2],
      ]),
    ),
    /closed/,
  )
  const closed = teller.close()
  await waiting
  gate.resolve([none('ann')])
  await Promise.all([closed, underWay])
  t.same(pushed, ['ann'], 'what was under way is finished')
  await t.rejects(teller.tell(new Map([['ann', 3]])), /closed/)
})

function none(user: string): Unread {
  return { user, count: 0, messages: [] }
}

function n(user: string): number {
  return Number(user.slice('user'.length))
}

t.test(
  'somebody to whom much happens is counted once in a while, the last time after the last change',
  async (t) => {
    let changes = 0
    const counted: number[] = []
    const teller = new UnreadTeller({
      gatherMs: 0,
      paceMs: 40,
      async ask(users) {
        counted.push(changes)
        return users.map(none)
      },
      push: () => undefined,
      onFailure: () => t.fail('nothing should fail'),
    })
    t.teardown(() => teller.close())
    const told: Promise<void>[] = []
    const startedAt = performance.now()
    while (performance.now() - startedAt < 200) {
      changes += 1
      told.push(teller.tell(new Map([['bob', 1]])))
      await new Promise((resolve) => setImmediate(resolve))
    }
    const ms = performance.now() - startedAt
    await Promise.all(told)
    t.equal(counted.at(-1), changes)
    t.ok(counted.length <= 2 + ms / 40, `${counted.length} counts in ${ms} ms`)
    t.ok(counted.length > 1)
  },
)
