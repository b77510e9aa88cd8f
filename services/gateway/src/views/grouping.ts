/** What a message must tell about itself to be placed among its neighbours. */
export interface Placeable {
  by: string
  /** ISO 8601 instant. */
  at: string
}

export interface Placement {
  /** Where the message stands in a run of one person's messages. */
  run: 'only' | 'first' | 'middle' | 'last'
  /** A day line stands above it. */
  startsDay: boolean
}

/** The longest silence within one run. */
export const runGapMs = 5 * 60_000

/**
 * How a message is to be shown between its neighbours. It depends on nothing else, so that whoever adds or removes a message
 * only has to ask again for it and the two beside it. `dayOf` names the day of an instant in the reader's time zone.
 */
export function placement(
  previous: Placeable | undefined,
  current: Placeable,
  next: Placeable | undefined,
  dayOf: (at: string) => string,
): Placement {
  const continues = previous !== undefined && isOneRun(previous, current, dayOf)
  const goesOn = next !== undefined && isOneRun(current, next, dayOf)
  return {
    run: continues ? (goesOn ? 'middle' : 'last') : goesOn ? 'first' : 'only',
    startsDay: previous === undefined || dayOf(previous.at) !== dayOf(current.at),
  }
}

function isOneRun(earlier: Placeable, later: Placeable, dayOf: (at: string) => string): boolean {
  return (
    earlier.by === later.by &&
    Date.parse(later.at) - Date.parse(earlier.at) <= runGapMs &&
    dayOf(earlier.at) === dayOf(later.at)
  )
}
