import { accounts } from '@parley/contracts'
import { createService } from '@parley/service'
import type { FastifyInstance } from 'fastify'
import { announcer } from './announcer.ts'
import { figures } from './figures.ts'
import { createInvite, resetPassword, setAdmin, setDisabled } from './operations/administration.ts'
import { census, directory, people, person } from './operations/directory.ts'
import { deleteAccount } from './operations/delete-account.ts'
import { copy, restorePeople } from './operations/copies.ts'
import { importPerson } from './operations/import-person.ts'
import { logIn } from './operations/log-in.ts'
import { changeName, changePassword, hidePresence, setStatus } from './operations/own-account.ts'
import { endOtherSessions, endOwnSession, ownSessions } from './operations/own-sessions.ts'
import { beginSession, checkSession, endSession } from './operations/sessions.ts'
import { signUp } from './operations/sign-up.ts'
import type { AccountsParts, Room } from './parts.ts'
import { legacyCost } from './password/legacy-cost.ts'
import { passwords } from './password/passwords.ts'
import { StoreUnavailable } from './store/errors.ts'
import { startSweeping } from './sweeper.ts'

/**
 * Who people are. With its store away it is built all the same: operations answer UNAVAILABLE until it is back.
 * @throws StoreTooNew when the data are a newer version's
 */
export async function buildApp(parts: AccountsParts): Promise<FastifyInstance> {
  const { bus, store, secret, logger, clock = Date.now, processMetrics = true } = parts
  try {
    await store.open()
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error
    logger.warn({ err: error }, 'the store is away: starting without it')
  }
  const app = await createService({
    name: 'accounts',
    bus,
    secret,
    logger,
    processMetrics,
    checks: { [store.kind]: () => store.ping() },
  })

  const room: Room = {
    app,
    store,
    clock,
    signUp: parts.signUp ?? 'open',
    passwords: passwords(parts.passwords),
    legacyCost: legacyCost(store, clock),
    announcer: announcer(app, store),
  }
  figures(room)
  const stopSweeping = startSweeping(store, clock, app.log)
  app.addHook('onClose', async () => {
    await Promise.all([room.announcer.close(), stopSweeping()])
  })

  app.answer(accounts.signUp, (input) => signUp(room, input))
  app.answer(accounts.logIn, (input) => logIn(room, input))
  app.answer(accounts.beginSession, (input) => beginSession(room, input))
  app.answer(accounts.checkSession, (input) => checkSession(room, input))
  app.answer(accounts.endSession, (input) => endSession(room, input))
  app.answer(accounts.changeName, (input, context) => changeName(room, input, context))
  app.answer(accounts.setStatus, (input, context) => setStatus(room, input, context))
  app.answer(accounts.hidePresence, (input, context) => hidePresence(room, input, context))
  app.answer(accounts.changePassword, (input, context) => changePassword(room, input, context))
  app.answer(accounts.deleteAccount, (input, context) => deleteAccount(room, input, context))
  app.answer(accounts.ownSessions, (_input, context) => ownSessions(room, context))
  app.answer(accounts.endOwnSession, (input, context) => endOwnSession(room, input, context))
  app.answer(accounts.endOtherSessions, (input, context) => endOtherSessions(room, input, context))
  app.answer(accounts.person, (input) => person(room, input))
  app.answer(accounts.people, (input) => people(room, input))
  app.answer(accounts.directory, (input) => directory(room, input))
  app.answer(accounts.census, () => census(room))
  app.answer(accounts.setAdmin, (input) => setAdmin(room, input))
  app.answer(accounts.setDisabled, (input) => setDisabled(room, input))
  app.answer(accounts.resetPassword, (input) => resetPassword(room, input))
  app.answer(accounts.createInvite, (input) => createInvite(room, input))
  app.answer(accounts.copy, (input) => copy(room, input))
  app.answer(accounts.restorePeople, (input) => restorePeople(room, input))
  app.answer(accounts.importPerson, (input) => importPerson(room, input))
  return app
}
