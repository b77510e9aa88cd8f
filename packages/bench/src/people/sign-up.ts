import { randomBytes } from 'node:crypto'
import { BrowserlessPerson } from '@parley/testing'

/** Hashing passwords keeps two busy; a few more wait their turn. */
const atOnce = 6

/**
 * New people with a session each, in the order of their making. A password's hash costs a twenty-fifth of a second,
 * so as few as a scenario needs. Person i is at gateway i modulo how many there are.
 */
export async function signUp(urls: readonly string[], count: number): Promise<BrowserlessPerson[]> {
  const run = randomBytes(4).toString('hex')
  const people: BrowserlessPerson[] = []
  let next = 0
  const workers = Array.from({ length: Math.min(atOnce, count) }, async () => {
    for (let i = next++; i < count; i = next++) {
      people[i] = await BrowserlessPerson.signUp(urls[i % urls.length] ?? '', `b${run}_${i}`)
    }
  })
  await Promise.all(workers)
  return people
}
