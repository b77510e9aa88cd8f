/** The first part of `items` whose numbers are first, first + 1 …, in order, whatever order they come in. */
export function consecutive<T>(items: T[], first: number, numberOf: (item: T) => number): T[] {
  const sorted = items.toSorted((one, other) => numberOf(one) - numberOf(other))
  const gap = sorted.findIndex((item, index) => numberOf(item) !== first + index)
  return gap === -1 ? sorted : sorted.slice(0, gap)
}
