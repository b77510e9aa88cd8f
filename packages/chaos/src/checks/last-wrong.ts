/** Something that was told, and whether it was true. */
export interface Telling {
  at: number
  isTrue: boolean
}

/**
 * When what was told became true for good: the first telling after the last one that was wrong. Undefined where
 * the last one was wrong, or nothing was told.
 */
export function trueSince(tellings: readonly Telling[]): number | undefined {
  const lastWrong = tellings.findLastIndex(({ isTrue }) => !isTrue)
  return tellings[lastWrong + 1]?.at
}

/** What is told has to be true this long after the last fault, and after the last change of the truth. */
export const trueWithinMs = 5_000
