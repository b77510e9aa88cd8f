import type { Saved } from '@parley/contracts'

/** What people have saved for themselves: the part of a `Store` that keeps it. Ids are in the order of time. */
export interface SavedStore {
  /** What is saved already stays as it is. */
  save(saved: Saved): Promise<void>
  unsave(saved: Pick<Saved, 'user' | 'conversation' | 'n'>): Promise<void>
  /** Somebody's, the newest first: below an id. */
  savedBy(user: string, options: { before?: string | undefined; limit: number }): Promise<Saved[]>
  /** Numbers of messages of a conversation, n = from … to, that somebody has saved. */
  savedIn(user: string, range: { conversation: string; from: number; to: number }): Promise<number[]>
  /** How much somebody has saved. */
  savedCount(user: string): Promise<number>
  /** Everybody's, in the order of the ids, after one. */
  allSaved(after: string, limit: number): Promise<Saved[]>
}
