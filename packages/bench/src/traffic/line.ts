/** What a line tells of. */
export interface LineListener {
  /** A message of the other person has arrived here. */
  delivered(text: string): void
  /** An own message is known to be stored: it came back, or was answered. */
  confirmed(text: string): void
  /** Something that must not happen: a refusal, a close. */
  failed(reason: string): void
}

/** One person's connection to another person, over whatever carries it. */
export interface Line {
  /** Whether own messages are confirmed. */
  readonly confirms: boolean
  send(text: string): void
  close(): Promise<void>
}

export type OpenLine = (listener: LineListener) => Promise<Line>
