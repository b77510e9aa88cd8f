import { type History, ofType } from '../history.ts'
import type { Check } from './violation.ts'

const promise = 'nobody sees a frame after being cut off'
/** While parts are away, the end of a session may be noticed this late, and what is on its way arrives later. */
const withFaultsMs = 60_000
const withoutMs = 1_000

export const nothingAfterLogout: Check = (history) => {
  const ends = new Map(ofType(history, 'logged out').map(({ session, at }) => [session, at]))
  const faults = faultTimes(history)
  return history.flatMap((each) => {
    if (each.type !== 'shown' && each.type !== 'told of') return []
    const end = ends.get(each.session)
    if (end === undefined || each.at <= end + withoutMs) return []
    const isExcused = faults.some(({ from, to }) => from <= each.at && to + withoutMs >= end)
    if (isExcused && each.at <= end + withFaultsMs) return []
    return [{ promise, what: `${each.client} got a frame ${each.at - end} ms after its session had ended` }]
  })
}

function faultTimes(history: History): { from: number; to: number }[] {
  const over = new Map(ofType(history, 'fault over').map(({ fault, at }) => [fault, at]))
  return ofType(history, 'fault')
    .filter(({ kind }) => !['absence', 'vanish', 'logout', 'double click', 'other gateway'].includes(kind))
    .map(({ fault, at }) => ({ from: at, to: over.get(fault) ?? Number.POSITIVE_INFINITY }))
}
