import { ParleyError } from '@parley/contracts'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import type { Row } from './sqlite-rows.ts'
import { prepareSchema } from './sqlite-schema.ts'
import { fileFlusher, WalFlush } from './wal-flush.ts'

/** Statements within one piece of work. */
export interface SqliteRows {
  all: (sql: string, ...values: SQLInputValue[]) => Row[]
  /** The same as arrays of what was selected, in that order: less than half the work of objects. */
  tuples: (sql: string, ...values: SQLInputValue[]) => unknown[][]
  get: (sql: string, ...values: SQLInputValue[]) => Row | undefined
  /** Returns how many rows were changed. */
  run: (sql: string, ...values: SQLInputValue[]) => number
}

const unique = 2067
const primaryKey = 1555
const ioError = 10

/**
 * One SQLite file, opened for this process alone. Statements run on the calling thread; what they write is flushed to
 * the disk off it, one flush for all that was committed meanwhile, as SQLite's own synchronous FULL does on it: the
 * write-ahead log is flushed after a commit and before anything is told of it.
 */
export class SqliteFile {
  readonly #path: string
  #db: DatabaseSync | undefined
  #statements = new Map<string, StatementSync>()
  #tuples = new Map<string, StatementSync>()
  #broken: unknown
  readonly #flush: WalFlush

  constructor(path: string, flusher = fileFlusher(`${path}-wal`)) {
    this.#path = path
    this.#flush = new WalFlush(flusher)
  }

  open(): void {
    if (this.#db) return
    const db = new DatabaseSync(this.#path, { timeout: 200 })
    try {
      db.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = normal')
      db.exec('pragma temp_store = memory; pragma cache_size = -65536')
      // What is deleted is overwritten where its page is written anyway.
      db.exec('pragma secure_delete = fast')
      prepareSchema(db, this.#path)
    } catch (error) {
      db.close()
      if (codeOf(error) === 5)
        throw new Error(`${this.#path} is in use by another process.`, { cause: error })
      throw error
    }
    this.#db = db
    // What a killed process committed is read again, and may not be on the disk yet.
    this.#flush.committed()
  }

  async close(): Promise<void> {
    await this.#flush.close()
    this.#statements.clear()
    this.#tuples.clear()
    this.#db?.close()
    this.#db = undefined
  }

  /** Reads at once; resolves when whatever it may have seen is durable. @throws ParleyError UNAVAILABLE */
  async read<T>(work: (rows: SqliteRows) => T): Promise<T> {
    const result = work(this.#rows)
    await this.#durable()
    return result
  }

  /**
   * Runs `work` as one transaction, at once; resolves when it is durable. What it throws is rolled back and thrown.
   * @throws ParleyError UNAVAILABLE, also where it may have been written
   */
  async write<T>(work: (rows: SqliteRows) => T): Promise<T> {
    const result = this.#transaction(work)
    this.#flush.committed()
    await this.#durable()
    return result
  }

  readonly #rows: SqliteRows = {
    all: (sql, ...values) => this.#try(() => this.#prepare(sql).all(...values)),
    tuples: (sql, ...values) => this.#try(() => arraysOf(this.#prepareTuples(sql).all(...values))),
    get: (sql, ...values) => this.#try(() => this.#prepare(sql).get(...values)),
    run: (sql, ...values) => this.#try(() => Number(this.#prepare(sql).run(...values).changes)),
  }

  #transaction<T>(work: (rows: SqliteRows) => T): T {
    const { run } = this.#rows
    run('begin immediate')
    try {
      const result = work(this.#rows)
      run('commit')
      return result
    } catch (error) {
      if (this.#db?.isTransaction) run('rollback')
      throw error
    }
  }

  async #durable(): Promise<void> {
    try {
      await this.#flush.done()
    } catch (error) {
      this.#broken ??= error
      throw unavailable(error)
    }
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (!statement) {
      statement = this.#open().prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }

  #prepareTuples(sql: string): StatementSync {
    let statement = this.#tuples.get(sql)
    if (!statement) {
      statement = this.#open().prepare(sql)
      statement.setReturnArrays(true)
      this.#tuples.set(sql, statement)
    }
    return statement
  }

  #open(): DatabaseSync {
    if (!this.#db) throw new Error('the store is not open')
    return this.#db
  }

  #try<T>(work: () => T): T {
    if (this.#broken) throw unavailable(this.#broken)
    try {
      return work()
    } catch (error) {
      if (isUniqueError(error)) throw error
      // After a failed flush the system may take for written what is not: nothing more is believed of this file.
      if ((codeOf(error) & 0xff) === ioError) this.#broken = error
      throw unavailable(error)
    }
  }
}

/** What its types do not know of a statement that returns arrays. */
function arraysOf(rows: unknown): unknown[][] {
  return rows as unknown[][]
}

export function isUniqueError(error: unknown): boolean {
  const code = codeOf(error)
  return code === unique || code === primaryKey
}

function codeOf(error: unknown): number {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : 0
}

function unavailable(cause: unknown): ParleyError {
  return new ParleyError('UNAVAILABLE', undefined, { cause })
}
