import type { InputOf, OutputOf } from '@parley/contracts/operation'
import type { Answers, GroupOperation, GroupOperations } from '@parley/contracts/socket'
import type { Arranged } from './arranged.ts'
import type { HistoryRange, InboxPage } from './client-types.ts'
import type { Connection } from './connection.ts'
import type { Conversations } from './conversations.ts'
import type { Groups } from './groups.ts'
import type { People } from './people.ts'

export interface LookupsParts {
  connection: Connection
  conversations: Conversations
  arranged: Arranged
  groups: Groups
  people: People
}

/** What is asked for once and shown; what it says by the way is learned. */
export class Lookups {
  readonly #parts: LookupsParts

  constructor(parts: LookupsParts) {
    this.#parts = parts
  }

  async open(username: string): Promise<Answers['open']['conversation']> {
    const { connection, people, arranged, conversations } = this.#parts
    const answer = await connection.request('open', { username })
    const { conversation, pointers, head } = answer.conversation
    people.add(answer.people)
    arranged.learn([answer.conversation])
    conversations.mergePointers(conversation, pointers)
    conversations.follow(conversation, head.seq)
    return answer.conversation
  }

  async history(conversation: string, range: HistoryRange): Promise<Answers['history']> {
    const answer = await this.#parts.connection.request('history', { conversation, ...range })
    this.#parts.conversations.mergePointers(conversation, answer.pointers)
    return answer
  }

  async group<N extends GroupOperation>(
    operation: N,
    input: InputOf<GroupOperations[N]>,
  ): Promise<OutputOf<GroupOperations[N]>> {
    const answer = await this.#parts.connection.request('group', { operation, input })
    return answer as OutputOf<GroupOperations[N]>
  }

  async pinned(conversation: string): Promise<Answers['pinned']['messages']> {
    const { messages, people } = await this.#parts.connection.request('pinned', { conversation })
    this.#parts.people.add(people)
    return messages
  }

  async saved(page: { before?: string }): Promise<Answers['saved']> {
    const answer = await this.#parts.connection.request('saved', page)
    this.#parts.people.add(answer.people)
    return answer
  }

  async inbox(page: InboxPage): Promise<Answers['inbox']> {
    const answer = await this.#parts.connection.request('inbox', page)
    this.#parts.people.add(answer.people)
    this.#parts.arranged.learn(answer.conversations)
    this.#parts.groups.learn(answer.conversations)
    return answer
  }
}
