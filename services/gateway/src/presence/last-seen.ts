import { DatabaseSync, type StatementSync } from 'node:sqlite'

const maxUnwritten = 1_000

/** When people were last seen, in a SQLite file. Not worth a flush to disk: a lost second is nothing here. */
export class LastSeen {
  #database: DatabaseSync
  #insert: StatementSync
  #select: StatementSync
  #unwritten = new Map<string, number>()
  #timer: NodeJS.Timeout | undefined

  constructor(path: string) {
    this.#database = new DatabaseSync(path)
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000')
    this.#database.exec(
      'CREATE TABLE IF NOT EXISTS last_seen (user TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID',
    )
    this.#insert = this.#database.prepare(
      'INSERT INTO last_seen (user, at) VALUES (?, ?) ON CONFLICT (user) DO UPDATE SET at = max(at, excluded.at)',
    )
    this.#select = this.#database.prepare('SELECT at FROM last_seen WHERE user = ?')
  }

  /** Milliseconds since 1970, or undefined for someone never seen. */
  of(user: string): number | undefined {
    const at = this.#unwritten.get(user) ?? this.#select.get(user)?.at
    return typeof at === 'number' ? at : undefined
  }

  write(users: Iterable<string>, at: number): void {
    for (const user of users) this.#unwritten.set(user, at)
    if (this.#unwritten.size >= maxUnwritten) this.#flush()
    // Many come and go together, as when a network returns: one transaction for them.
    else this.#timer ??= setTimeout(() => this.#flush(), 200).unref()
  }

  close(): void {
    this.#flush()
    this.#database.close()
  }

  #flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#unwritten.size === 0) return
    this.#database.exec('BEGIN')
    for (const [user, at] of this.#unwritten) this.#insert.run(user, at)
    this.#database.exec('COMMIT')
    this.#unwritten.clear()
  }
}
