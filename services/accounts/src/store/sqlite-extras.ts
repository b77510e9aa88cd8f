import type { Account } from './store.ts'

/** What a person may have or not. */
export type Extras = Pick<Account, 'hidesPresence' | 'status' | 'deletedAt'>

/** As a row has it: what is not so, or not there, is left out. */
export function extrasOf({
  hidesPresence,
  status,
  deletedAt,
}: {
  hidesPresence?: unknown
  status?: unknown
  deletedAt?: unknown
}): Extras {
  return {
    ...(hidesPresence === 1 ? { hidesPresence: true } : {}),
    ...(typeof deletedAt === 'number' ? { deletedAt } : {}),
    ...(typeof status === 'string' ? { status: JSON.parse(status) as NonNullable<Extras['status']> } : {}),
  }
}
