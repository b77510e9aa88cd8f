/** What the log tells those who watch over it. */
export interface Figures {
  /** A batch is durable: how many entries, and how long it took. */
  batch(size: number, ms: number): void
  /** A lane of a dead writer was finished. */
  takeover(): void
  /** An answer to `changes`: how many entries. */
  resume(size: number): void
}

export const noFigures: Figures = { batch: () => {}, takeover: () => {}, resume: () => {} }
