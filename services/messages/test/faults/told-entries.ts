import { entriesCreated } from '@parley/contracts'

/** Which entries events tell of, as `conversation:seq`. */
export function toldEntries(payloads: readonly unknown[]): string[] {
  return payloads.flatMap((payload) =>
    entriesCreated.check(payload).data.entries.map(({ conversation, seq }) => `${conversation}:${seq}`),
  )
}
