/** How many hues the style sheet knows. */
export const hues = 12

/** One or two letters that stand for a name, whatever its script. What is added to it in brackets is no part of it. */
export function initials(displayName: string): string {
  const name = displayName.replace(/(?<=\S)\s*\([^()]*\)/gu, '')
  const [first = '', second = ''] = name.split(/\s+/u).map(bare).filter(Boolean).map(firstGrapheme)
  if (/\p{Extended_Pictographic}/u.test(first)) return first
  return (first + second).toLocaleUpperCase('en') || '?'
}

/** A hue of one's own, the same on every page: FNV-1a of the username. */
export function hue(username: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < username.length; i++) {
    hash = Math.imul(hash ^ username.charCodeAt(i), 0x01000193) >>> 0
  }
  return hash % hues
}

/** Without brackets, quotes and the like before the word itself. */
function bare(word: string): string {
  return word.replace(/^[^\p{L}\p{N}\p{Extended_Pictographic}\p{Regional_Indicator}]+/u, '')
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

function firstGrapheme(word: string): string {
  for (const { segment } of graphemes.segment(word.slice(0, 40))) {
    // A letter under a flood of combining marks is still that letter.
    return Array.from(segment).slice(0, 4).join('')
  }
  return ''
}
