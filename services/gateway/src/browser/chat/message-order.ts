/** Where a message stands: by its number in the log, or, while it has none, by when it was written, after all others. */
export interface Standing {
  /** 0 while it is not in the log. */
  seq: number
  /** Grows with each message written in this browser. */
  order: number
}

/** Negative when `one` comes before `other`. */
export function compareStanding(one: Standing, other: Standing): number {
  if (one.seq > 0 && other.seq > 0) return one.seq - other.seq
  if (one.seq > 0 || other.seq > 0) return one.seq > 0 ? -1 : 1
  return one.order - other.order
}
