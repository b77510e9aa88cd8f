/** Says how an import goes: a line for each record left out, progress now and then, a sum at the end. */
export class ImportReport {
  readonly #write: (line: string) => void
  #people = 0
  #peopleKnown = 0
  #written = 0
  #known = 0
  #skipped = 0
  #saidAt = Date.now()

  constructor(write: (line: string) => void) {
    this.#write = write
  }

  person(created: boolean): void {
    if (created) this.#people += 1
    else this.#peopleKnown += 1
    this.#progress()
  }

  messages(written: number, known: number): void {
    this.#written += written
    this.#known += known
    this.#progress()
  }

  skipped(record: string, why: string): void {
    this.#skipped += 1
    this.#write(`Left out: ${record}: ${why}`)
  }

  sum(): string {
    const people = `${counted(this.#people, 'person', 'people')} (${this.#peopleKnown} were there)`
    const messages = `${counted(this.#written, 'message', 'messages')} (${this.#known} were there)`
    return `${people}, ${messages}, ${counted(this.#skipped, 'record', 'records')} left out`
  }

  #progress(): void {
    if (Date.now() - this.#saidAt < 1_000) return
    this.#saidAt = Date.now()
    this.#write(`… ${this.sum()}`)
  }
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}
