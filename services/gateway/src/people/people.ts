import type { Person } from '@parley/contracts'

/** People as everybody may know them: a bounded cache, forgotten when accounts says that someone changed. */
export interface People {
  /** @throws ParleyError NOT_FOUND */
  byUsername(username: string, requestId: string): Promise<Person>
  /** By their ids; who is unknown is left out. */
  byIds(ids: readonly string[], requestId: string): Promise<Map<string, Person>>
  /** Those of these people who hide their presence. No client may get this. @throws ParleyError UNAVAILABLE */
  hiding(ids: readonly string[], requestId: string): Promise<ReadonlySet<string>>
  /** Forgets somebody who was just changed from here: whoever asks now gets them as they are. */
  forget(id: string): void
  /** Is told who has changed (null: perhaps anybody), after they are forgotten. Returns how to end that. */
  onChange(listener: (id: string | null) => void): () => void
}
