/** A message, or an entry that changes one, as somebody was shown it. Plain routes and sockets show messages alone, without `seq` and client id. */
export interface Seen {
  conversation: string
  kind: string
  n: number
  /** The number of the message that it changes, or is a reply to. */
  of?: number
  re?: number
  /** Id of the person who wrote it. */
  by: string
  /** Empty where there is none. */
  text: string
  /** As the server says. */
  at: number
  seq?: number
  clientId?: string
}

export interface PointerSeen {
  user: string
  readSeq: number
  readN: number
  deliveredSeq: number
}

/** An entry of a group whose members come and go. */
export interface GroupEntry {
  seq: number
  kind: string
  text: string
  /** Who came or went by it. */
  members: readonly { user: string; isIn: boolean }[]
}

/** What happened, seen from outside of the system. Messages are named by their client ids, people by their ids. */
export type Happening =
  | { type: 'person'; person: string; username: string }
  | { type: 'conversation'; conversation: string; members: readonly string[] }
  /** A client wants a message sent, edited, deleted, reacted to or pinned. `ordered`: what this client sends there has to stand in this order. */
  | {
      type: 'submitted'
      client: string
      person: string
      conversation: string
      message: string
      kind?: 'edit' | 'delete' | 'react' | 'unreact' | 'pin' | 'unpin' | 'members'
      of?: number
      text: string
      ordered: boolean
    }
  /** A client was told that it is done. The plain socket tells no seq. */
  | { type: 'acknowledged'; client: string; message: string; n: number; seq?: number }
  /** A client was told that a reaction or a pin is as it wanted. */
  | { type: 'reacted'; client: string; message: string }
  /** A client was told that a message is not sent and will not be. */
  | { type: 'refused'; client: string; message: string; code: string }
  | { type: 'opened'; client: string; socket: string; person: string; session: string; resumed: boolean }
  | { type: 'closed'; client: string; socket: string; person: string; code: number }
  /** Any frame or answer that shows an entry. `how` it came: by itself, as what was missed, or asked for as history. */
  | {
      type: 'shown'
      client: string
      socket: string
      person: string
      session: string
      how: 'live' | 'resumed' | 'history'
      entry: Seen
    }
  /** The SDK gave an entry to its application: in order and once is its promise. */
  | { type: 'given'; client: string; person: string; conversation: string; seq: number }
  /** A frame that shows no entry but tells of a conversation; `of` whom, where it is somebody's doing. */
  | {
      type: 'told of'
      client: string
      person: string
      session: string
      conversation: string
      frame: string
      of?: string
    }
  | { type: 'reading'; client: string; person: string; conversation: string; seq: number }
  | { type: 'read'; client: string; person: string; conversation: string; pointer: PointerSeen }
  | { type: 'pointer told'; client: string; conversation: string; pointer: PointerSeen }
  | { type: 'unread told'; client: string; person: string; count: number }
  /** A client was told how a conversation is arranged, having asked for it. */
  | {
      type: 'arranged'
      client: string
      person: string
      conversation: string
      revision: number
      muted: boolean
    }
  | { type: 'presence told'; client: string; user: string; online: boolean }
  /** What an outsider got who asked for a conversation that is not theirs; `code` of the refusal, if it was one. */
  | { type: 'probed'; person: string; conversation: string; code?: string }
  /** A group whose owner lets a guest in and out; the guest is in at first. */
  | { type: 'doorway'; conversation: string; owner: string; guest: string }
  /** The owner was told that the guest is out. */
  | { type: 'shut out'; conversation: string }
  /** The owner asks for the guest to be let in. */
  | { type: 'letting in'; conversation: string }
  /** The guest was given an entry. */
  | { type: 'glimpsed'; conversation: string; seq: number; text: string }
  | { type: 'doorway log'; conversation: string; entries: readonly GroupEntry[] }
  | { type: 'logged out'; person: string; session: string }
  | { type: 'fault'; fault: number; kind: string; what: string; sendsUnderWay: number }
  | { type: 'fault over'; fault: number; kind: string }
  | { type: 'memory'; process: string; pid: number; bytes: number }
  | { type: 'queue'; process: string; name: string; value: number }
  /** The last fault is over and nobody writes any more. */
  | { type: 'settling' }
  /** From here on everything is asked for; what is told from now on tells of those who ask, too. */
  | { type: 'asking' }
  /** What was found when all was over, by asking. */
  | { type: 'final log'; view: string; conversation: string; entries: readonly Seen[] }
  | { type: 'final pointers'; view: string; conversation: string; pointers: readonly PointerSeen[] }
  /** Numbers of the messages that are pinned, the last pinned first. */
  | { type: 'final pinned'; view: string; conversation: string; numbers: readonly number[] }
  | { type: 'final unread'; view: string; person: string; count: number }
  | { type: 'final unread of'; view: string; person: string; conversation: string; count: number }
  | {
      type: 'final own'
      view: string
      person: string
      conversation: string
      revision: number
      muted: boolean
    }
  | { type: 'final queue'; process: string; name: string; value: number }
  | { type: 'unfinished'; client: string; what: string }

/** `at` in milliseconds since the run began. */
export type Recorded = Happening & { at: number }
export type History = readonly Recorded[]

export type OfType<T extends Happening['type']> = Extract<Recorded, { type: T }>

/** All of one type, in the order in which they happened. */
export function ofType<T extends Happening['type']>(history: History, type: T): OfType<T>[] {
  return history.filter((each): each is OfType<T> => each.type === type)
}

/** What happened before everything was asked for at the end. */
export function beforeAsking(history: History): History {
  const end = history.findIndex(({ type }) => type === 'asking')
  return end < 0 ? history : history.slice(0, end)
}

/** Takes down what happens. */
export class Recorder {
  readonly history: Recorded[] = []
  readonly #begin = performance.now()

  get elapsedMs(): number {
    return performance.now() - this.#begin
  }

  record(happening: Happening): void {
    this.history.push({ at: Math.round(this.elapsedMs), ...happening })
  }
}
