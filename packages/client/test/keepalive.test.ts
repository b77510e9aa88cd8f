import t from 'tap'
import { Keepalive } from '../src/keepalive.ts'
import { defaultTiming } from '../src/timing.ts'

/** A clock that is moved by hand. */
function handClock() {
  let now = 1_000
  const waiting = new Set<{ at: number; run: () => void }>()
  return {
    now: () => now,
    after(ms: number, run: () => void) {
      const timer = { at: now + ms, run }
      waiting.add(timer)
      return () => void waiting.delete(timer)
    },
    move(ms: number) {
      const end = now + ms
      for (;;) {
        const [next] = [...waiting].filter(({ at }) => at <= end).toSorted((one, other) => one.at - other.at)
        if (!next) break
        now = Math.max(now, next.at)
        waiting.delete(next)
        next.run()
      }
      now = end
    },
  }
}

function keepalive() {
  const clock = handClock()
  const seen = { pings: 0, deaths: 0 }
  const ping = () => void (seen.pings += 1)
  const dead = () => void (seen.deaths += 1)
  return { clock, seen, alive: new Keepalive({ clock, timing: defaultTiming, ping, dead }) }
}

t.test('asking again does not put off the end of a connection that does not answer', async (t) => {
  const { clock, seen, alive } = keepalive()
  alive.probe(4_000)
  clock.move(2_000)
  alive.probe(4_000)
  t.equal(seen.pings, 2)
  clock.move(1_999)
  t.equal(seen.deaths, 0)
  clock.move(1)
  t.equal(seen.deaths, 1)
})

t.test('what still answered is asked anew, with its whole time', async (t) => {
  const { clock, seen, alive } = keepalive()
  alive.probe(4_000)
  alive.heard()
  clock.move(2_000)
  alive.probe(4_000)
  clock.move(3_999)
  t.equal(seen.deaths, 0)
  clock.move(1)
  t.equal(seen.deaths, 1)
})

t.test('a connection that is heard of lives, and is asked again after a silence', async (t) => {
  const { clock, seen, alive } = keepalive()
  clock.move(defaultTiming.pingAfterMs)
  t.equal(seen.pings, 1)
  clock.move(defaultTiming.pingDeadlineMs - 1)
  alive.heard()
  clock.move(1)
  t.equal(seen.deaths, 0)
  clock.move(defaultTiming.pingAfterMs)
  t.equal(seen.pings, 2)
  clock.move(defaultTiming.pingDeadlineMs)
  t.equal(seen.deaths, 1)
  alive.stop()
})
