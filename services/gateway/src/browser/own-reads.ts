/** How far one has read each conversation, on whichever device. */
export class OwnReads {
  readonly #seqs = new Map<string, number>()

  /** Whether this is further than was known. */
  moved(conversation: string, readSeq: number): boolean {
    const known = this.#seqs.get(conversation) ?? 0
    if (readSeq > known) this.#seqs.set(conversation, readSeq)
    return readSeq > known
  }
}
