import type { Test } from 'tap'
import { chaos } from '../src/chaos.ts'

/** So few faults may all miss the sends, or meet too few of them: such a run proves nothing, and another is made. */
const tries = 4

/** A run of few faults and few people, that must keep every promise; what it wrote is shown where it does not. */
export async function shortRun(
  t: Test,
  { embedded, seed }: { embedded: boolean; seed: string },
): Promise<void> {
  const lines: string[] = []
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    const limits = { faults: 8, seconds: 6, people: 4, scale: 0.1, watchMs: 6_000 }
    const options = { ...limits, embedded, seed: `${seed}-${attempt}` }
    const { violations, shortfalls, tally } = await chaos(options, (line) => lines.push(line))
    t.same(violations, [], 'every promise was kept')
    const isEnough = shortfalls.length === 0 && tally.faults > 3
    if (isEnough || violations.length > 0 || attempt === tries) {
      t.ok(isEnough, `${tally.faults} faults, ${tally.messages} messages, ${tally.resumes} resumes`)
      if (!t.passing()) t.comment(lines.join('\n'))
      return
    }
  }
}
