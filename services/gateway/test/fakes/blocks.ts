import type { Bus } from '@parley/bus'
import { blockChanged, closedWords, directConversation, messages, ParleyError } from '@parley/contracts'
import type { FakeAnswers } from './answers.ts'

/** Who blocks whom, in memory. */
export class FakeBlocks {
  readonly #blocks = new Map<string, { by: string; of: string; at: number }>()
  readonly #bus: Bus

  constructor(bus: Bus, answers: FakeAnswers) {
    this.#bus = bus
    answers.answer(messages.block, async ({ user }, actor) => {
      if (user === actor) throw new ParleyError('INVALID', 'You cannot block yourself.', { field: 'user' })
      const block = { by: actor, of: user, at: Date.now() }
      if (!this.#blocks.has(`${actor}:${user}`)) this.#blocks.set(`${actor}:${user}`, block)
      await this.#tell(actor, user)
      return {}
    })
    answers.answer(messages.unblock, async ({ user }, actor) => {
      this.#blocks.delete(`${actor}:${user}`)
      await this.#tell(actor, user)
      return {}
    })
    answers.answer(messages.blocked, (_input, actor) => ({
      blocked: [...this.#blocks.values()]
        .filter(({ by }) => by === actor)
        .map(({ of, at }) => ({ user: of, at }))
        .toReversed(),
    }))
    answers.answer(messages.closedOf, ({ conversations }) => ({
      conversations: conversations.filter((one) => this.isClosed(one)),
    }))
  }

  isClosed(conversation: string): boolean {
    return [...this.#blocks.values()].some(({ by, of }) => directConversation(by, of) === conversation)
  }

  requireOpen(conversation: string): void {
    if (this.isClosed(conversation)) throw new ParleyError('FORBIDDEN', closedWords)
  }

  async #tell(user: string, other: string): Promise<void> {
    const change = crypto.randomUUID()
    const data = { conversation: directConversation(user, other), user, change }
    const envelope = { id: change, type: blockChanged.subject, at: Date.now(), data }
    await this.#bus.publishDurable(blockChanged.subject, envelope, change)
  }
}
