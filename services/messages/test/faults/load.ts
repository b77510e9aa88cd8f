import { randomUUID } from 'node:crypto'
import { type Entry, messages, ParleyError } from '@parley/contracts'
import type { Service } from '../operations/service.ts'

/** One sender who does not stop: each message is repeated with its client id until it is acknowledged. */
export class Sender {
  readonly by: string
  readonly conversation: string
  readonly acknowledged: Entry[] = []
  #stopped = false
  readonly #call: Service['call']
  readonly #ended: Promise<void>

  constructor(call: Service['call'], conversation: string, by: string) {
    this.#call = call
    this.conversation = conversation
    this.by = by
    this.#ended = this.#run()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#ended
  }

  async #run(): Promise<void> {
    for (let i = 0; !this.#stopped; i++) {
      const sent = { clientId: randomUUID(), text: `${this.by} ${i}` }
      while (!(await this.#send(sent))) await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  async #send(sent: { clientId: string; text: string }): Promise<boolean> {
    try {
      const input = { conversation: this.conversation, messages: [sent] }
      const { results } = await this.#call(messages.send, input, this.by)
      const [result] = results
      if (!result || 'error' in result) return false
      this.acknowledged.push(result.entry)
      return true
    } catch (error) {
      if (error instanceof ParleyError && error.code === 'UNAVAILABLE') return false
      throw error
    }
  }
}

/** All entries of a conversation, as a member reads them. */
export async function allEntries(call: Service['call'], conversation: string, by: string): Promise<Entry[]> {
  const entries: Entry[] = []
  for (;;) {
    const after: number = entries.at(-1)?.seq ?? 0
    const page = await call(messages.changes, { conversation, after }, by)
    entries.push(...page.entries)
    if (page.entries.length === 0) return entries
  }
}

/** What is wrong with a log, seen by those who wrote it. */
export function faultsOf(entries: readonly Entry[], senders: readonly Sender[]): string[] {
  const faults: string[] = []
  if (entries.some(({ seq, n }, i) => seq !== i + 1 || n !== i + 1)) faults.push('there is a hole')
  if (new Set(entries.map(({ clientId }) => clientId)).size !== entries.length) faults.push('one is doubled')
  for (const { acknowledged, by } of senders) {
    const lost = acknowledged.filter(({ seq, clientId }) => entries[seq - 1]?.clientId !== clientId)
    if (lost.length > 0) faults.push(`${by} lost ${lost.length} of ${acknowledged.length}`)
    const numbers = entries.filter((entry) => entry.by === by).map(({ text }) => Number(text?.split(' ')[1]))
    if (numbers.some((number, i) => number !== i)) faults.push(`${by} is out of order`)
  }
  return faults
}
