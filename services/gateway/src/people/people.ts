import type { Person } from '@parley/contracts'

/** People as everybody may know them: a bounded cache, forgotten when accounts says that someone changed. */
export interface People {
  /** @throws ParleyError NOT_FOUND */
  byUsername(username: string, requestId: string): Promise<Person>
  /** By their ids; who is unknown is left out. */
  byIds(ids: readonly string[], requestId: string): Promise<Map<string, Person>>
}
