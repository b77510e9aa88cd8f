import type { ListedEmoji } from '../../views/emoji-picker.ts'

/** Those that have every word of what is looked for in their names or words, names that begin with it first. */
export function findEmoji(all: readonly ListedEmoji[], query: string): ListedEmoji[] {
  const wanted = query.trim().toLowerCase()
  if (wanted === '') return [...all]
  const words = wanted.split(/\s+/)
  const found = all.filter(([emoji, name, more]) => {
    return emoji === wanted || words.every((word) => ` ${name} ${more}`.includes(` ${word}`))
  })
  const rank = ([, name]: ListedEmoji) => (name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2)
  return found.toSorted((one, other) => rank(one) - rank(other))
}
