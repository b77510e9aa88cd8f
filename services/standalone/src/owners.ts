import * as accounts from '@parley/accounts'
import type { Bus } from '@parley/bus'
import type { Owner } from '@parley/contracts'
import * as messages from '@parley/messages'
import * as notifications from '@parley/notifications'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { Config } from './config.ts'
import type { DataFolder } from './data-folder.ts'

/** The services that own data, in one process, each with its HTTP API on a port of its own. */
export interface Owners {
  urls: Record<Owner, string>
  close(): Promise<void>
}

export interface OwnersParts {
  config: Config
  folder: DataFolder
  bus: Bus
  secret: string
  logger: FastifyBaseLogger
}

/** Starts them on the parts that the configuration names, SQLite in the data folder else. */
export async function startOwners(parts: OwnersParts): Promise<Owners> {
  const { config, folder, bus, secret, logger } = parts
  const common = { bus, secret, processMetrics: false }
  const mongodb = config.MONGODB_URL
  const accountStore = mongodb
    ? accounts.mongodbStore({ url: mongodb })
    : accounts.sqliteStore({ path: folder.file('accounts.sqlite') })
  const messageStore = mongodb
    ? messages.mongodbStore({ url: mongodb })
    : messages.sqliteStore({ path: folder.file('messages.sqlite') })

  const accountsApp = await accounts.buildApp({
    ...common,
    store: accountStore,
    signUp: config.PARLEY_SIGNUP,
    logger: logger.child({ service: 'accounts' }),
  })
  const messagesApp = await messages.buildApp({
    ...common,
    store: messageStore,
    logger: logger.child({ service: 'messages' }),
  })
  const notificationsApp = await notifications.buildApp({
    ...common,
    logger: logger.child({ service: 'notifications' }),
  })

  const urls = {
    accounts: await listen(accountsApp),
    messages: await listen(messagesApp),
    notifications: await listen(notificationsApp),
  }
  return {
    urls,
    close: async () => {
      await notificationsApp.close()
      await messagesApp.close()
      await accountsApp.close()
      await messageStore.close()
      await accountStore.close()
    },
  }
}

async function listen(app: FastifyInstance): Promise<string> {
  return await app.listen({ host: '127.0.0.1', port: 0 })
}
