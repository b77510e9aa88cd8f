/** Whether a subject pattern has a wildcard token (`*`: one token, `>`: one or more at the end). */
export function isPattern(subject: string): boolean {
  return subject.includes('*') || subject.includes('>')
}

/** Makes a function that says whether a literal subject falls under `pattern`, by the rules of NATS. */
export function subjectMatcher(pattern: string): (subject: string) => boolean {
  if (!isPattern(pattern)) return (subject) => subject === pattern
  const wanted = pattern.split('.')
  const open = wanted.at(-1) === '>'
  const fixed = open ? wanted.length - 1 : wanted.length
  return (subject) => {
    const tokens = subject.split('.')
    if (open ? tokens.length <= fixed : tokens.length !== fixed) return false
    for (let i = 0; i < fixed; i++) {
      if (wanted[i] !== '*' && wanted[i] !== tokens[i]) return false
    }
    return true
  }
}
