/** One person blocks another, since `at`. */
export interface Block {
  by: string
  of: string
  at: number
}

/** Who blocks whom. Part of the store, with its promises; `test/store/blocks-suite.ts` is the definition. */
export interface BlockStore {
  /** One that is there already stays as it is. */
  add(blocks: readonly Block[]): Promise<void>
  remove(by: string, of: string): Promise<void>
  /** Nobody writes with this person any more, for good, and whom they blocked is forgotten. Done again, it is done. */
  close(user: string, at: number): Promise<void>
  /** Whom a person blocks, the newest first. */
  by(user: string, limit: number): Promise<Block[]>
  /**
   * Those of some one-to-one conversations in which one of the two blocks the other, or with one of whom nobody writes any
   * more; of other conversations none.
   */
  closed(conversations: readonly string[]): Promise<Set<string>>
  /** Everybody's, in the order of `<by>:<of>`, after one. */
  inOrder(after: string, limit: number): Promise<Block[]>
}
