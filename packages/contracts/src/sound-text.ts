// Apart from text.ts, so that browsers get it without the schemas.

/** Whether a text is well-formed Unicode without NUL, of at most so many characters (code points). */
export function isSoundText(value: string, maximumCharacters: number): boolean {
  if (value.length > maximumCharacters * 2) return false
  if (!value.isWellFormed() || value.includes('\0')) return false
  return value.length <= maximumCharacters || characters(value) <= maximumCharacters
}

/** How many characters (code points) a text has, as people are told it. */
export function characters(value: string): number {
  // Each pair of surrogates is one character of two units.
  return value.length - (value.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)?.length ?? 0)
}

/** The first `maximum` characters of a text, with an ellipsis in place of the last where something was cut. */
export function cut(value: string, maximum: number): string {
  if (value.length <= maximum) return value
  const all = Array.from(value.slice(0, maximum * 2 + 2))
  return all.length <= maximum ? all.join('') : `${all.slice(0, maximum - 1).join('')}…`
}

/** Text that shows something: not only white space and invisible characters. */
export function isBlank(value: string): boolean {
  return !/[^\s\p{Default_Ignorable_Code_Point}\p{Cc}\u2800]/u.test(value)
}
