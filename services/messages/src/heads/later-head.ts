import type { Head, Preview } from '@parley/contracts'

/** What two heads of one conversation say together, in whatever order they were learned. */
export function laterHead(one: Head, other: Head): Head {
  const { seq, n } = one.seq >= other.seq ? one : other
  const preview = laterPreview(numbered(one), numbered(other))
  return { seq, n, at: Math.max(one.at, other.at), ...(preview ? { preview } : {}) }
}

type Numbered = Preview & { n: number; seq: number }

/** One of the first version has no numbers: it is of the entry that its head names. */
function numbered({ n, seq, preview }: Head): Numbered | undefined {
  return preview && { n, seq, ...preview }
}

/** The newer message's; of one message, that it is deleted, else its last text. */
function laterPreview(one: Numbered | undefined, other: Numbered | undefined): Preview | undefined {
  if (!one || !other) return one ?? other
  if (one.n !== other.n) return one.n > other.n ? one : other
  if (one.deleted !== other.deleted) return one.deleted ? one : other
  return one.seq >= other.seq ? one : other
}
