import type { Span } from './group-state.ts'

/** Which entries and messages of a conversation one of its members may see. */
export interface Sight {
  readonly isWhole: boolean
  /** The number of the first message. */
  readonly first: number
  seesEntry(entry: { seq: number; of?: number }): boolean
  seesMessage(n: number): boolean
  /** The parts of a range of message numbers, in order. */
  within(from: number, to: number): { from: number; to: number }[]
  /** Where what may be seen goes on after an entry: behind which one. */
  nextAfter(seq: number): { afterSeq: number; afterN: number } | undefined
}

export const everything: Sight = {
  isWhole: true,
  first: 1,
  seesEntry: () => true,
  seesMessage: () => true,
  within: (from, to) => (from <= to ? [{ from, to }] : []),
  nextAfter: () => undefined,
}

/** @param spans in their order */
export function sightOf(spans: readonly Span[]): Sight {
  const [only] = spans
  if (spans.length === 1 && only && only.afterSeq === 0 && only.upToSeq === undefined) return everything
  const seesMessage = (n: number) => spans.some(({ afterN, upToN = Infinity }) => n > afterN && n <= upToN)
  return {
    isWhole: false,
    first: (only?.afterN ?? 0) + 1,
    seesMessage,
    seesEntry: ({ seq, of }) =>
      spans.some(({ afterSeq, upToSeq = Infinity }) => seq > afterSeq && seq <= upToSeq) &&
      (of === undefined || seesMessage(of)),
    within: (from, to) =>
      spans
        .map(({ afterN, upToN = Infinity }) => ({
          from: Math.max(from, afterN + 1),
          to: Math.min(to, upToN),
        }))
        .filter((part) => part.from <= part.to),
    nextAfter: (seq) => spans.find(({ upToSeq = Infinity }) => upToSeq > seq),
  }
}
