import type { HandlerContext } from '@parley/service'
import type { Room } from '../parts.ts'
import type { Account } from '../store/store.ts'
import { endedSession } from './sessions.ts'

export type Acting = Pick<HandlerContext<'person'>, 'actor'>

/** The account of who acts. @throws ParleyError UNAUTHENTICATED where there is none, or it is disabled */
export async function livingAccount({ store }: Room, id: string): Promise<Account> {
  const account = await store.byId(id)
  if (!account || account.disabled) throw endedSession()
  return account
}
