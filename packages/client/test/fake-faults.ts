/** What goes wrong with one frame. `refuse…` concern requests only. */
export const faults = [
  'none',
  'drop',
  'double',
  'late',
  'closeBefore',
  'closeAfter',
  'refuseRate',
  'refuseAway',
  'refuseUnclear',
  'refuseInternal',
] as const
export type Fault = (typeof faults)[number]

/** Faults in order, one for each frame; afterwards nothing goes wrong any more, so that every run comes to an end. */
export class FaultPlan {
  readonly #left: Fault[]

  constructor(plan: readonly Fault[] = []) {
    this.#left = [...plan]
  }

  next(): Fault {
    return this.#left.shift() ?? 'none'
  }
}
