import { type History, ofType } from './history.ts'

/** How much a run has put to the test. */
export interface Tally {
  faults: number
  /** Acknowledged. */
  messages: number
  /** Edits, deletions and reactions, acknowledged. */
  changes: number
  /** Sockets that came after a first one. */
  resumes: number
  /** Faults during which somebody waited for an answer to a message. */
  metSends: number
}

export function tallyOf(history: History): Tally {
  const changes = new Set(
    ofType(history, 'submitted').flatMap(({ kind, message }) => (kind === undefined ? [] : [message])),
  )
  const acknowledged = new Set(
    [...ofType(history, 'acknowledged'), ...ofType(history, 'reacted')].map(({ message }) => message),
  )
  return {
    faults: ofType(history, 'fault').length,
    messages: acknowledged.difference(changes).size,
    changes: acknowledged.intersection(changes).size,
    resumes: ofType(history, 'opened').filter(({ resumed }) => resumed).length,
    metSends: ofType(history, 'fault').filter(({ sendsUnderWay }) => sendsUnderWay > 0).length,
  }
}

/** What a run of so many faults has to reach: a run in which nothing happened proves nothing. */
export function minimumsFor(faults: number): Tally {
  return {
    faults: 1,
    messages: 20 + 5 * faults,
    changes: Math.floor(faults / 2),
    resumes: Math.floor(faults / 8),
    metSends: Math.floor(faults / 4),
  }
}

/** What is below its minimum, in words. */
export function shortfalls(tally: Tally): string[] {
  const least = minimumsFor(tally.faults)
  const names = {
    faults: 'faults',
    messages: 'messages',
    changes: 'changes of messages',
    resumes: 'resumes',
    metSends: 'faults that met sends',
  }
  return (['faults', 'messages', 'changes', 'resumes', 'metSends'] as const).flatMap((name) =>
    tally[name] < least[name] ? [`${tally[name]} ${names[name]}, at least ${least[name]} are needed`] : [],
  )
}
