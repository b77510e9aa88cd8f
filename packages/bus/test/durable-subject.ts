import { uniqueName } from '@parley/testing'

/** A durable subject whose owner, and so whose stream, no other test has. */
export function durableSubject(): string {
  return `${uniqueName('o')}.v1.entry.created`
}
