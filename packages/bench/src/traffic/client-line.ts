import { randomUUID } from 'node:crypto'
import type { socket as protocol } from '@parley/contracts'
import type { BrowserlessPerson } from '@parley/testing'
import { ClientSocket } from './client-socket.ts'
import { EntryLog } from './entry-log.ts'
import type { Line, LineListener } from './line.ts'

/** As the SDK does: what was delivered is told this often. */
const deliveredEveryMs = 400
/** As the page does: what is shown is marked as read with the next frame, one request at a time. */
const frameMs = 16

/** What comes beside the messages. */
export interface SideTraffic {
  receipts: number
  notifications: number
  reads: number
}

/**
 * `/ws/` as a person with an open, focused chat has it: every send answered, what came acknowledged as delivered and
 * marked as read, receipts and notifications coming in.
 */
export async function openClientLine(
  person: BrowserlessPerson,
  peer: string,
  listener: LineListener,
  traffic: SideTraffic,
): Promise<Line> {
  const line = new ClientLine(person, listener, traffic)
  await line.open(peer)
  return line
}

class ClientLine implements Line {
  readonly confirms = true
  readonly #person: BrowserlessPerson
  readonly #listener: LineListener
  readonly #traffic: SideTraffic
  readonly #prefix = randomUUID()
  #socket: ClientSocket | undefined
  #conversation = ''
  #log: EntryLog<protocol.ClientEntry> | undefined
  #me = ''
  #sent = 0
  #fetching = false
  #shown = 0
  #read = 0
  #reading = false
  #isClosing = false
  #ackTimer: NodeJS.Timeout | undefined
  #frameTimer: NodeJS.Timeout | undefined

  constructor(person: BrowserlessPerson, listener: LineListener, traffic: SideTraffic) {
    this.#person = person
    this.#listener = listener
    this.#traffic = traffic
  }

  async open(peer: string): Promise<void> {
    const { url, cookie } = this.#person
    const onPush = (push: protocol.PushFrame) => this.#take(push)
    const onClose = (code: number) => {
      if (!this.#isClosing) this.#listener.failed(`closed with ${code}`)
    }
    this.#socket = await ClientSocket.open({ url, cookie, onPush, onClose })
    const { me } = await this.#socket.hello()
    this.#me = me.id
    const { conversation } = await this.#socket.openChat(peer)
    this.#conversation = conversation.conversation
    this.#log = new EntryLog(conversation.head.seq, (entry) => this.#applied(entry))
  }

  send(text: string): void {
    this.#sent += 1
    this.#send(text, `${this.#prefix}-${this.#sent}`).catch((error: unknown) => this.#failed(error))
  }

  async close(): Promise<void> {
    this.#isClosing = true
    clearTimeout(this.#ackTimer)
    clearTimeout(this.#frameTimer)
    await this.#socket?.close()
  }

  async #send(text: string, clientId: string): Promise<void> {
    const answer = await this.#socket?.send(this.#conversation, clientId, text)
    if (!answer) return
    this.#offer(answer.entry)
    this.#listener.confirmed(answer.entry.text ?? '')
  }

  #take(push: protocol.PushFrame): void {
    if (push.type === 'receipt') this.#traffic.receipts += 1
    else if (push.type === 'unread') this.#traffic.notifications += 1
    else if (push.type === 'entry') {
      if (push.entry.conversation === this.#conversation) this.#offer(push.entry)
    } else if (push.type === 'head') {
      if (push.conversation === this.#conversation) this.#log?.reaches(push.seq)
      this.#catchUp()
    }
  }

  #offer(entry: protocol.ClientEntry): void {
    this.#log?.offer(entry)
    this.#catchUp()
  }

  #catchUp(): void {
    if (this.#fetching || !this.#log?.isBehind) return
    this.#fetching = true
    this.#fetch(this.#log)
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        this.#fetching = false
      })
  }

  async #fetch(log: EntryLog<protocol.ClientEntry>): Promise<void> {
    while (log.isBehind && !this.#isClosing) {
      const changes = await this.#socket?.changes(this.#conversation, log.last)
      for (const entry of changes?.entries ?? []) log.offer(entry)
    }
  }

  #applied(entry: protocol.ClientEntry): void {
    if (entry.by === this.#me) return
    this.#listener.delivered(entry.text ?? '')
    this.#shown = entry.seq
    if (this.#isClosing) return
    this.#ackTimer ??= setTimeout(() => {
      this.#ackTimer = undefined
      this.#socket?.delivered(this.#conversation, this.#shown)
    }, deliveredEveryMs)
    if (!this.#reading) this.#planRead()
  }

  #planRead(): void {
    this.#frameTimer ??= setTimeout(() => {
      this.#frameTimer = undefined
      this.#markRead().catch((error: unknown) => this.#failed(error))
    }, frameMs)
  }

  async #markRead(): Promise<void> {
    this.#reading = true
    const seq = this.#shown
    await this.#socket?.read(this.#conversation, seq)
    this.#traffic.reads += 1
    this.#read = seq
    this.#reading = false
    if (this.#shown > this.#read && !this.#isClosing) this.#planRead()
  }

  #failed(error: unknown): void {
    if (!this.#isClosing) this.#listener.failed(error instanceof Error ? error.message : String(error))
  }
}
