import type { Person } from '@parley/contracts/people'

const maxPeople = 5_000

/** The people this client was told of; the longest unmentioned are forgotten. */
export class People {
  readonly #byId = new Map<string, Person>()

  get(id: string): Person | undefined {
    return this.#byId.get(id)
  }

  /** Asks about somebody who is not known yet. */
  async find(id: string, ask: () => Promise<{ people: readonly Person[] }>): Promise<Person | undefined> {
    if (!this.#byId.has(id)) this.add((await ask()).people)
    return this.get(id)
  }

  add(people: readonly Person[]): void {
    for (const person of people) {
      this.#byId.delete(person.id)
      this.#byId.set(person.id, person)
      const [oldest] = this.#byId.keys()
      if (this.#byId.size > maxPeople && oldest !== undefined) this.#byId.delete(oldest)
    }
  }
}
