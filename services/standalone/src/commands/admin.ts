import { randomUUID } from 'node:crypto'
import { accounts, ParleyError } from '@parley/contracts'
import { type Call, environment, run, StartError } from '@parley/service'
import { reachServices } from '../reach-services.ts'

const usage = `Administration:
  npm run admin -- grant <username>            make a person an administrator
  npm run admin -- revoke <username>           and no longer
  npm run admin -- reset-password <username>   set a new random password, end all sessions
  npm run admin -- disable <username>          no log-in, all sessions ended; conversations stay
  npm run admin -- enable <username>           and again
  npm run admin -- invite [days]               a link that lets one person sign up (7 days)`

const context = { actor: null, requestId: randomUUID() }

const commands: Record<string, (call: Call, argument: string | undefined) => Promise<string>> = {
  grant: async (call, name) => {
    const person = await call(accounts.setAdmin, { username: username(name), isAdmin: true }, context)
    return `${person.username} is an administrator.`
  },
  revoke: async (call, name) => {
    const person = await call(accounts.setAdmin, { username: username(name), isAdmin: false }, context)
    return `${person.username} is not an administrator.`
  },
  'reset-password': async (call, name) => {
    const { person, password } = await call(accounts.resetPassword, { username: username(name) }, context)
    return `The new password of ${person.username} is ${password}\nIt is shown only here. All sessions of ${person.username} have ended.`
  },
  disable: async (call, name) => {
    const person = await call(accounts.setDisabled, { username: username(name), disabled: true }, context)
    return `${person.username} is disabled, all sessions have ended.`
  },
  enable: async (call, name) => {
    const person = await call(accounts.setDisabled, { username: username(name), disabled: false }, context)
    return `${person.username} may log in again.`
  },
  invite: async (call, days) => {
    if (days !== undefined && !/^[1-9]\d*$/.test(days))
      throw new StartError(`An invitation lasts a whole number of days, as 7, and not ${days}.`)
    const input = days === undefined ? {} : { days: Number(days) }
    const { invite, expiresAt } = await call(accounts.createInvite, input, context)
    return `${signupAddress()}?invite=${invite}\nIt lets one person sign up, until ${new Date(expiresAt).toISOString()}.`
  },
}

/** `npm run admin -- …`: what only whoever runs the installation may do. */
await run(async () => {
  const [command, argument, ...more] = process.argv.slice(2)
  const carryOut = command === undefined ? undefined : commands[command]
  if (!carryOut || more.length > 0) throw new StartError(usage)
  const services = await reachServices(environment())
  try {
    process.stdout.write(`${await carryOut(services.call, argument)}\n`)
  } catch (error) {
    throw error instanceof ParleyError ? new StartError(sentenceOf(error, argument), { cause: error }) : error
  } finally {
    await services.close()
  }
})

function username(given: string | undefined): string {
  if (!given) throw new StartError(usage)
  return given.toLowerCase()
}

function sentenceOf(error: ParleyError, argument: string | undefined): string {
  if (error.code === 'NOT_FOUND') return `There is nobody with the username ${argument}.`
  return error.message
}

function signupAddress(): string {
  return `${process.env.PARLEY_ORIGIN ?? `http://localhost:${process.env.PORT ?? 8000}`}/signup`
}
