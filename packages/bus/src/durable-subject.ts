const token = '[A-Za-z0-9_-]+'
const owner = '[a-z0-9_-]+'
const literal = new RegExp(`^(${owner})\\.v1\\.(${token})\\.(${token})$`)
const pattern = new RegExp(`^(${owner})\\.v1\\.(${token}|\\*)\\.(${token}|\\*)$`)

/** What a durable subject `<owner>.v1.<noun>.<past>` says. */
export interface DurableSubject {
  owner: string
  noun: string
  past: string
}

/** @throws TypeError when `subject` cannot carry durable messages, so that a typing error is met in every bus. */
export function durableSubject(subject: string): DurableSubject {
  return parse(subject, literal)
}

/** As `durableSubject`, with `*` allowed for the noun and the past. */
export function durablePattern(subject: string): DurableSubject {
  return parse(subject, pattern)
}

function parse(subject: string, form: RegExp): DurableSubject {
  const [, of, noun, past] = form.exec(subject) ?? []
  if (of === undefined || noun === undefined || past === undefined) {
    throw new TypeError(`not a durable subject (<owner>.v1.<noun>.<past>): ${subject}`)
  }
  return { owner: of, noun, past }
}
