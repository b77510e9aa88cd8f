/** A variable that the file cannot do without is missing; the message is the one that the file gives. */
export class MissingVariable extends Error {
  override readonly name = 'MissingVariable'
}

const form = /\$(?:\$|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-?+])((?:[^${}]|\$\$)*))?\}|)/g

/**
 * Puts variables into a text as the Compose specification says: `$$`, `$X`, `${X}`, `${X:-default}`, `${X-default}`,
 * `${X:?message}`, `${X?message}`, `${X:+instead}`, `${X+instead}`; none within another. Any other `$` is an error.
 */
export function interpolate(text: string, variables: Record<string, string | undefined>): string {
  return text.replace(form, (found, plain?: string, braced?: string, operator?: string, word = '') => {
    if (found === '$$') return '$'
    const name = plain ?? braced
    if (name === undefined) throw new SyntaxError('a $ that starts no variable: write $$')
    const given = variables[name]
    const isThere = operator?.startsWith(':') ? Boolean(given) : given !== undefined
    if (operator?.endsWith('-')) return isThere ? (given ?? '') : word
    if (operator?.endsWith('+')) return isThere ? word : ''
    if (operator?.endsWith('?') && !isThere) throw new MissingVariable(`${name}: ${word}`)
    return given ?? ''
  })
}
