import '../fastify.ts'
import { isGroup, limits } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import { Authors } from '../socket/authors.ts'
import { parse } from '../views/formatting/parse.ts'
import { everybodyName } from '../views/mention-spans.ts'
import { namesIn } from '../views/text.ts'

/** Whom the messages mention that people send to groups. */
export class Mentions {
  readonly #app: FastifyInstance
  readonly #people: Authors

  constructor(app: FastifyInstance) {
    this.#app = app
    this.#people = new Authors(app)
  }

  /**
   * For each text the ids of the members whom it calls by `@username`, at most 50, and `*` where it calls everybody;
   * undefined where it mentions nobody. Whether somebody may call everybody, messages decides. Never rejects: what is
   * written does not wait long for names, and goes without mentions while accounts is away.
   */
  async of(
    user: string,
    conversation: string,
    texts: readonly string[],
    requestId: string,
  ): Promise<readonly (string[] | undefined)[]> {
    if (!isGroup(conversation)) return []
    const named = texts.map((text) => (text.includes('@') ? namesIn(text, parse) : []))
    if (named.every((names) => names.length === 0)) return []
    const ids = await this.#membersByName(user, conversation, requestId)
    return named.map((names) => {
      const mentioned = names.flatMap((name) => ids.get(name) ?? []).slice(0, limits.mentions)
      return mentioned.length === 0 ? undefined : mentioned
    })
  }

  async #membersByName(
    user: string,
    conversation: string,
    requestId: string,
  ): Promise<ReadonlyMap<string, string>> {
    const ids = new Map([[everybodyName, '*']])
    try {
      const members = await this.#app.groups.members(user, conversation, requestId)
      const people = await this.#people.of(members)
      for (const { username, id } of people?.values() ?? []) ids.set(username, id)
    } catch (error) {
      // Who is no member hears so from messages.
      this.#app.log.debug({ err: error, requestId }, 'a message goes to a group without mentions')
    }
    return ids
  }
}
