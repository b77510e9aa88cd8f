const maxTerms = 20
const maxTermUnits = 100

/** Letters, digits, marks and symbols (emoji are symbols) make words; the underscore belongs to usernames. */
const betweenWords = /[^\p{L}\p{N}\p{M}\p{S}_]+/u

/**
 * What a person is found by: the username, and the display name from each of its words on. A search is then one
 * range of an index: everything that starts with `searchPrefix(query)`.
 */
export function searchTerms(username: string, displayName: string): string[] {
  const words = wordsOf(displayName).slice(0, maxTerms)
  const fromEachWord = words.map((_, index) => words.slice(index).join(' '))
  return [...new Set([username, ...fromEachWord].map((term) => term.slice(0, maxTermUnits)))]
}

/** A query as the beginning of search terms; empty where there is nothing in it to search for. */
export function searchPrefix(query: string): string {
  return wordsOf(query).join(' ').slice(0, maxTermUnits)
}

function wordsOf(text: string): string[] {
  return folded(text).split(betweenWords).filter(Boolean)
}

/** Case and accents taken away: upper case first, since only that makes ss of ß; a final ς is a σ. */
function folded(text: string): string {
  const decomposed = text.toUpperCase().toLowerCase().normalize('NFKD')
  return decomposed
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .normalize('NFC')
}
