import { randomBytes } from 'node:crypto'
import type { Bus } from '@parley/bus'
import {
  accounts,
  emojiOf,
  type KnownPerson,
  type LiveEvent,
  liveSubject,
  ParleyError,
  type Person,
  personChanged,
  sessionEnded,
} from '@parley/contracts'
import { FakeAnswers } from './answers.ts'

interface Account {
  person: Person
  password: string
  epoch: number
  isAdmin: boolean
  disabled: boolean
  hidesPresence: boolean
}

interface OpenSession {
  user: string
  epoch: number
  device: string
  begunAt: number
  usedAt: number
}

/** Accounts in memory, without hashes: it is fast, and for tests only. */
export class FakeAccounts {
  readonly answers: FakeAnswers
  readonly ended = new Set<string>()
  /** By digest. */
  readonly sessions = new Map<string, OpenSession>()
  mode: 'open' | 'invite' | 'closed' = 'open'
  readonly #bus: Bus
  readonly #byName = new Map<string, Account>()

  constructor(bus: Bus) {
    this.#bus = bus
    this.answers = new FakeAnswers(bus)
    this.#answerSessions()
    this.#answerPeople()
  }

  /** Adds a person with the password `password of <username>`. */
  add(username: string, displayName = username): Person {
    const person = { id: randomBytes(8).toString('hex'), username, displayName }
    const flags = { isAdmin: false, disabled: false, hidesPresence: false }
    this.#byName.set(username, { person, password: passwordOf(username), epoch: 1, ...flags })
    return person
  }

  find(username: string): Person {
    return this.#of(username).person
  }

  rename(username: string, displayName: string): Promise<void> {
    const account = this.#of(username)
    account.person = { ...account.person, displayName }
    const { id } = account.person
    return this.#publish(personChanged.subject, { user: id }, `${id}:${displayName}`)
  }

  hide(username: string, hidesPresence: boolean): Promise<void> {
    const account = this.#of(username)
    account.hidesPresence = hidesPresence
    const { id } = account.person
    return this.#publish(personChanged.subject, { user: id }, `${id}:${crypto.randomUUID()}`)
  }

  grant(username: string): void {
    this.#of(username).isAdmin = true
  }

  isDisabled(username: string): boolean {
    return this.#of(username).disabled
  }

  /** All sessions of a person end, as after a change of password. */
  async endAll(username: string): Promise<void> {
    const account = this.#of(username)
    const { id } = account.person
    const epoch = account.epoch
    account.epoch += 1
    await this.#tellEnded(id, null, epoch)
  }

  #answerSessions(): void {
    const { answers } = this
    answers.answer(accounts.signUp, (input) => {
      if (this.mode === 'closed') throw new ParleyError('FORBIDDEN', 'Sign-up is closed.')
      if (this.mode === 'invite' && input.invite !== 'a good invite')
        throw new ParleyError('FORBIDDEN', 'This invitation is not good.', { field: 'invite' })
      const username = input.username.toLowerCase()
      if (!/^[a-z0-9_]{3,30}$/.test(username)) throw invalid('username', 'A username has 3 to 30 characters.')
      if (input.password.length < 10) throw invalid('password', 'A password has 10 characters or more.')
      if (this.#byName.has(username)) throw new ParleyError('CONFLICT', 'This username is taken.')
      this.add(username, input.displayName || username)
      this.#of(username).password = input.password
      return identityOf(this.#of(username))
    })
    answers.answer(accounts.logIn, (input) => {
      const account = this.#byName.get(input.username.toLowerCase())
      if (!account || account.disabled || account.password !== input.password)
        throw new ParleyError('UNAUTHENTICATED', 'The username or the password is not right.')
      return identityOf(account)
    })
    answers.answer(accounts.checkSession, ({ user, epoch, session, device = '', expiresAt }) => {
      const account = this.#find(user)
      const lives = account && !account.disabled && account.epoch === epoch && !this.ended.has(session)
      if (!lives) throw new ParleyError('UNAUTHENTICATED')
      if (expiresAt !== undefined && !this.sessions.has(session))
        this.sessions.set(session, { user, epoch, device, begunAt: 0, usedAt: Date.now() })
      return identityOf(account)
    })
    this.#answerOwnSessions()
    answers.answer(accounts.changePassword, async ({ epoch, session, current, password }, actor) => {
      const account = this.#byId(actor)
      if (password.length < 10) throw invalid('password', 'A password has at least 10 characters.')
      if (account.epoch !== epoch) throw new ParleyError('UNAUTHENTICATED')
      if (account.password !== current)
        throw new ParleyError('FORBIDDEN', 'This is not your current password.', {
          field: 'current_password',
        })
      account.password = password
      await this.endAll(account.person.username)
      return { ...identityOf(account), begunAt: this.sessions.get(session)?.begunAt ?? 0 }
    })
    answers.answer(accounts.endSession, async ({ user, session }) => {
      this.ended.add(session)
      await this.#tellEnded(user, session, 0)
      return {}
    })
  }

  #answerOwnSessions(): void {
    const { answers, sessions } = this
    answers.answer(accounts.beginSession, ({ user, epoch, session, device = '', begunAt = Date.now() }) => {
      if (this.#byId(user).epoch !== epoch) throw new ParleyError('UNAUTHENTICATED')
      sessions.set(session, { user, epoch, device, begunAt, usedAt: Date.now() })
      return {}
    })
    answers.answer(accounts.ownSessions, (_input, actor) => {
      const { epoch } = this.#byId(actor)
      const own = [...sessions].filter(([, one]) => one.user === actor && one.epoch === epoch)
      const listed = own.filter(([session]) => !this.ended.has(session))
      return {
        sessions: listed.map(([session, { device, begunAt, usedAt }]) => ({
          session,
          device,
          begunAt,
          usedAt,
        })),
      }
    })
    answers.answer(accounts.endOwnSession, async ({ session }, actor) => {
      if (sessions.get(session)?.user !== actor)
        throw new ParleyError('NOT_FOUND', 'You have no such session.', { field: 'session' })
      this.ended.add(session)
      await this.#tellEnded(actor, session, this.#byId(actor).epoch)
      return {}
    })
    answers.answer(accounts.endOtherSessions, async ({ epoch, session }, actor) => {
      const account = this.#byId(actor)
      if (account.epoch !== epoch) throw new ParleyError('UNAUTHENTICATED')
      await this.endAll(account.person.username)
      return { ...identityOf(account), begunAt: sessions.get(session)?.begunAt ?? 0 }
    })
  }

  #answerPeople(): void {
    const { answers } = this
    answers.answer(accounts.person, ({ username }) => known(this.#of(username.toLowerCase())))
    answers.answer(accounts.deleteAccount, async ({ epoch, current }, actor) => {
      const account = this.#byId(actor)
      if (account.epoch !== epoch) throw new ParleyError('UNAUTHENTICATED')
      if (account.password !== current)
        throw new ParleyError('FORBIDDEN', 'This is not your current password.', {
          field: 'current_password',
        })
      const before = account.person.username
      const username = `deleted_${actor.slice(0, 8)}`
      account.person = { id: actor, username, displayName: 'Deleted account', deleted: true }
      account.disabled = true
      this.#byName.delete(before)
      this.#byName.set(username, account)
      await this.endAll(username)
      await this.#publish(personChanged.subject, { user: actor }, `${actor}:deleted`)
      return {}
    })
    answers.answer(accounts.setDisabled, async ({ username, disabled }) => {
      const account = this.#of(username)
      account.disabled = disabled
      if (disabled) await this.endAll(username)
      return account.person
    })
    answers.answer(accounts.setStatus, async ({ emoji, text, until }, actor) => {
      if (text.length > 80) throw invalid('text', 'A status has at most 80 characters.')
      if (emoji !== '' && emojiOf(emoji) === undefined)
        throw invalid('emoji', 'This takes one emoji, or nothing.')
      const account = this.#byId(actor)
      const { status: _, ...person } = account.person
      const status = { ...(emoji === '' ? {} : { emoji }), text, ...(until === undefined ? {} : { until }) }
      account.person = emoji === '' && text === '' ? person : { ...person, status }
      await this.#publish(personChanged.subject, { user: actor }, `${actor}:${crypto.randomUUID()}`)
      return account.person
    })
    answers.answer(accounts.hidePresence, async ({ hidden }, actor) => {
      await this.hide(this.#byId(actor).person.username, hidden)
      return { hidden }
    })
    answers.answer(accounts.changeName, async ({ displayName }, actor) => {
      if (displayName.length > 64) throw invalid('display_name', 'A display name has at most 64 characters.')
      const { username } = this.#byId(actor).person
      await this.rename(username, displayName || username)
      return this.find(username)
    })
    answers.answer(accounts.people, ({ ids }) => ({
      people: [...this.#byName.values()].map(known).filter(({ id }) => ids.includes(id)),
    }))
    answers.answer(accounts.directory, ({ query, after, limit }) => {
      const found = this.#people()
        .filter(({ username, displayName }) => `${username} ${displayName}`.includes(query ?? ''))
        .filter(({ username }) => after === undefined || username > after)
        .toSorted((a, b) => (a.username < b.username ? -1 : 1))
      const people = found.slice(0, limit ?? 50)
      return { people, more: found.length > people.length }
    })
    answers.answer(accounts.census, () => ({ people: this.#byName.size }))
  }

  #people(): Person[] {
    return [...this.#byName.values()].map(({ person }) => person)
  }

  #of(username: string): Account {
    const account = this.#byName.get(username)
    if (!account) throw new ParleyError('NOT_FOUND')
    return account
  }

  #find(id: string): Account | undefined {
    return [...this.#byName.values()].find(({ person }) => person.id === id)
  }

  #byId(id: string): Account {
    const account = this.#find(id)
    if (!account) throw new ParleyError('UNAUTHENTICATED')
    return account
  }

  async #tellEnded(user: string, session: string | null, epoch: number): Promise<void> {
    const live: LiveEvent[] = [{ type: 'ended', session, epoch }]
    this.#bus.publish(liveSubject(user), live)
    await this.#publish(sessionEnded.subject, { user, session, epoch }, `${user}:${session}:${epoch}`)
  }

  #publish(subject: string, data: object, id: string): Promise<void> {
    return this.#bus.publishDurable(subject, { id, type: subject, at: Date.now(), data }, id)
  }
}

export function passwordOf(username: string): string {
  return `password of ${username}`
}

function identityOf({ person, isAdmin, epoch }: Account) {
  return { person, isAdmin, epoch }
}

/** As services get to know somebody. */
function known({ person, hidesPresence }: Account): KnownPerson {
  return { ...person, ...(hidesPresence ? { hidesPresence } : {}) }
}

function invalid(field: string, message: string): ParleyError {
  return new ParleyError('INVALID', message, { field })
}
