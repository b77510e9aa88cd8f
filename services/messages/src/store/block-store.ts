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
  /** Whom a person blocks, the newest first. */
  by(user: string, limit: number): Promise<Block[]>
  /** Those of some one-to-one conversations in which one of the two blocks the other; of other conversations none. */
  closed(conversations: readonly string[]): Promise<Set<string>>
  /** Everybody's, in the order of `<by>:<of>`, after one. */
  inOrder(after: string, limit: number): Promise<Block[]>
}
