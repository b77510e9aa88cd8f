import type { Bus } from '@parley/bus'
import { ConversationId, headsSubject, Head, Own, Pointer, Seq, UserId } from '@parley/contracts'
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'

/** A message that was just written, as far as counting and previews need it. */
const MessageNews = Type.Object({
  seq: Seq,
  n: Seq,
  kind: Type.String(),
  by: Type.String(),
  clientId: Type.String(),
  at: Seq,
  /** Cut as a preview. */
  text: Type.Optional(Type.String()),
  re: Type.Optional(Seq),
  forwarded: Type.Optional(Type.Literal(true)),
})

/**
 * A conversation's log reaches this far, who of its members has read how far with it, which messages came and which
 * were changed. The head's `at` is 0 and its preview missing where the entries do not tell.
 */
export const HeadNews = Type.Object({
  conversation: ConversationId,
  head: Head,
  /** The `at` of the last entry, where it is not the head's. */
  endAt: Type.Optional(Seq),
  reads: Type.Array(Pointer),
  messages: Type.Array(MessageNews),
  /** Of a group: see `LogRecord.g`. */
  g: Type.Optional(Seq),
  /** Who came into a group, left it, or has another role. */
  moved: Type.Optional(Type.Array(UserId)),
  /** Numbers of the messages that were changed. */
  changed: Type.Optional(Type.Array(Seq)),
  /** The seq of the last entry that changed one. */
  changedAt: Type.Optional(Seq),
})
export type HeadNews = Static<typeof HeadNews>

/** A member's pointer is stored at least this far. */
export const PointerNews = Type.Object({ conversation: ConversationId, pointer: Pointer })
export type PointerNews = Static<typeof PointerNews>

/** How a member has arranged a conversation. */
export const OwnNews = Type.Object({ conversation: ConversationId, user: UserId, own: Own })
export type OwnNews = Static<typeof OwnNews>

export interface News {
  heads: HeadNews[]
  pointers: PointerNews[]
  owns?: OwnNews[]
}

const validator = Compile(
  Type.Object({
    from: Type.String(),
    heads: Type.Array(HeadNews),
    pointers: Type.Array(PointerNews),
    owns: Type.Optional(Type.Array(OwnNews)),
  }),
)

/**
 * What instances of `messages` tell each other of what they write, in order, each before whoever caused it is answered. It may be
 * lost with the connection; an instance does not hear itself.
 */
export class InstanceNews {
  readonly #bus: Bus
  readonly #instance: string

  /** @param parts.instance names this process among all that ever were */
  constructor(parts: { bus: Bus; instance: string }) {
    this.#bus = parts.bus
    this.#instance = parts.instance
  }

  /** Whether what the others tell is heard now. */
  get isHeard(): boolean {
    return this.#bus.connected
  }

  tell({ heads = [], pointers = [], owns }: Partial<News>): void {
    const news = { from: this.#instance, heads, pointers, ...(owns ? { owns } : {}) }
    this.#bus.publish(headsSubject, news)
  }

  /** Resolves when what is told from now on is heard. What cannot be understood is left out. */
  async listen(hear: (news: News) => void): Promise<{ close(): Promise<void> }> {
    return await this.#bus.subscribe(headsSubject, (payload) => {
      if (validator.Check(payload) && payload.from !== this.#instance) hear(payload)
    })
  }
}
