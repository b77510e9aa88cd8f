import type { Bus } from '@parley/bus'
import { FakeAccounts } from './fakes/accounts.ts'
import { FakeMessages } from './fakes/messages.ts'

/**
 * Small accounts and messages in memory that answer the contracts' operations on a bus and publish what the real
 * ones publish. `away` makes an owner answer nothing, so that callers find it UNAVAILABLE; `asked` counts by operation.
 */
export interface FakeOwners {
  accounts: FakeAccounts
  messages: FakeMessages
  close(): Promise<void>
}

export async function fakeOwners(bus: Bus): Promise<FakeOwners> {
  const accounts = new FakeAccounts(bus)
  const messages = new FakeMessages(bus)
  await accounts.answers.open()
  await messages.answers.open()
  return {
    accounts,
    messages,
    async close() {
      await accounts.answers.close()
      await messages.answers.close()
    },
  }
}
