import type { Bus } from '@parley/bus'
import { FakeAccounts } from './fakes/accounts.ts'
import { FakeGroups } from './fakes/groups.ts'
import { FakeMessages } from './fakes/messages.ts'

/**
 * Small accounts and messages in memory that answer the contracts' operations on a bus and publish what the real
 * ones publish. `away` makes an owner answer nothing, so that callers find it UNAVAILABLE; `asked` counts by operation.
 */
export interface FakeOwners {
  accounts: FakeAccounts
  messages: FakeMessages
  groups: FakeGroups
  close(): Promise<void>
}

export async function fakeOwners(bus: Bus): Promise<FakeOwners> {
  const accounts = new FakeAccounts(bus)
  const messages = new FakeMessages(bus)
  const groups = new FakeGroups(bus, (conversation, entry) => messages.writeMembers(conversation, entry))
  await accounts.answers.open()
  await messages.answers.open()
  await groups.answers.open()
  return {
    accounts,
    messages,
    groups,
    async close() {
      await accounts.answers.close()
      await messages.answers.close()
      await groups.answers.close()
    },
  }
}
