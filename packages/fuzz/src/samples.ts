import fc from 'fast-check'

/** Endless values of an arbitrary, by a seed, made a hundred at a time. */
export function* samples<T>(arbitrary: fc.Arbitrary<T>, seed: number): Generator<T, never> {
  for (let portion = 0; ; portion++) {
    yield* fc.sample(arbitrary, { numRuns: 100, seed: (seed + portion * 7_919) | 0 })
  }
}
