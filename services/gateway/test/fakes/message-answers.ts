import { limits, messages, notifications, ParleyError } from '@parley/contracts'
import { firstOf, groupFor, headOf, pointersFor, quotesOf, seenEntries, seenMessages } from './log.ts'
import type { FakeMessages } from './messages.ts'

/** Answers what the service `messages` is asked for, and counts for groups as `notifications` does. */
export function answerAsMessages(fake: FakeMessages): void {
  answerLog(fake)
  answerChanges(fake)
  answerLists(fake)
  answerPointers(fake)
}

function answerLog(fake: FakeMessages): void {
  const { answers } = fake
  answers.answer(messages.send, async (input, actor) => {
    fake.logOf(input.conversation, actor)
    const results = []
    for (const { clientId, text = '', forward, re, mentions } of input.messages) {
      try {
        const entry = forward
          ? await fake.forward(forward, actor, input.conversation, clientId)
          : await fake.write(input.conversation, actor, text, clientId, re, mentions)
        results.push({ clientId, entry })
      } catch (error) {
        if (!(error instanceof ParleyError)) throw error
        results.push({ clientId, error: error.toPublic() })
        break
      }
    }
    if (input.seen) fake.move(input.conversation, actor, input.seen, true)
    return { results }
  })
  answers.answer(messages.history, (input, actor) => {
    const log = fake.logOf(input.conversation, actor)
    const limit = input.limit ?? limits.page
    const { before, after } = input
    const wanted = seenMessages(log, actor).filter(
      ({ n }) => (before === undefined || n < before) && (after === undefined || n > after),
    )
    const page = after === undefined ? wanted.slice(-limit) : wanted.slice(0, limit)
    return {
      messages: page,
      first: firstOf(log, actor),
      ...quotesOf(log, page, actor),
      head: headOf(log),
      pointers: pointersFor(log, actor),
    }
  })
  answers.answer(messages.changes, (input, actor) => {
    const log = fake.logOf(input.conversation, actor)
    const entries = seenEntries(log, input.after, input.limit ?? limits.page, actor)
    return {
      entries,
      ...quotesOf(log, entries, actor),
      head: headOf(log),
      pointers: pointersFor(log, actor),
    }
  })
}

function answerChanges(fake: FakeMessages): void {
  const { answers } = fake
  answers.answer(messages.edit, async ({ conversation, ...change }, actor) => {
    return { entry: await fake.change(conversation, actor, change) }
  })
  answers.answer(messages.remove, async ({ conversation, ...change }, actor) => {
    return { entry: await fake.change(conversation, actor, change) }
  })
  answers.answer(messages.react, async ({ conversation, n, clientId, emoji }, actor) => {
    return { entry: await fake.react(conversation, actor, { kind: 'react', n, clientId, emoji }) }
  })
  answers.answer(messages.unreact, async ({ conversation, n, clientId, emoji }, actor) => {
    return { entry: await fake.react(conversation, actor, { kind: 'unreact', n, clientId, emoji }) }
  })
  answers.answer(messages.versions, ({ conversation, n }, actor) => {
    const message = fake.message(conversation, actor, n)
    const log = fake.logOf(conversation, actor)
    const texts = log.entries.filter(({ kind, n: number, of }) =>
      kind === 'message' ? number === n : kind === 'edit' && of === n,
    )
    const versions = texts.flatMap(({ seq, at, text }) => (text === undefined ? [] : [{ seq, at, text }]))
    return { message, ...quotesOf(log, [message], actor), versions: versions.toReversed() }
  })
}

function answerLists(fake: FakeMessages): void {
  const { answers, owns } = fake
  answers.answer(messages.conversations, (input, actor) => owns.listed(fake.listOf(actor), input))
  answers.answer(messages.heads, (_input, actor) => ({ conversations: fake.listOf(actor) }))
  answers.answer(messages.conversation, (input, actor) => {
    const seen = fake.seenBy(fake.logOf(input.conversation, actor), actor)
    return { ...seen, ...(fake.blocks.isClosed(input.conversation) ? { closed: true as const } : {}) }
  })
  answers.answer(messages.members, ({ conversation }, actor) => {
    const log = fake.logOf(conversation, actor)
    const group = groupFor(log, actor)
    if (!log.group || !group) throw new ParleyError('NOT_FOUND')
    const members = [...log.group.roles].map(([user, role]) => ({
      user,
      role,
      since: log.group?.came.get(user) ?? 1,
    }))
    return { group, members, pointers: [...log.pointers.values()] }
  })
  answers.answer(messages.arrange, ({ conversation, ...change }, actor) => {
    const own = owns.arrange(fake.seenBy(fake.logOf(conversation, actor), actor), actor, change)
    fake.live(actor, [{ type: 'arranged', conversation, own }])
    fake.tellUnread(actor)
    return own
  })
  answers.answer(messages.unread, (_input, actor) => fake.unreadOf(actor))
  answers.answer(messages.unreadOf, ({ users }) => ({ people: users.map((user) => fake.unreadOf(user)) }))
  answers.answer(notifications.tellUnread, ({ users }) => {
    for (const user of users) fake.tellUnread(user)
    return {}
  })
}

function answerPointers(fake: FakeMessages): void {
  const { answers, owns } = fake
  answers.answer(messages.markRead, ({ conversation, seq }, actor) => {
    if (fake.failMarkRead) throw new ParleyError('UNAVAILABLE')
    const pointer = fake.move(conversation, actor, seq, true)
    const own = owns.unmark(conversation, actor)
    if (own) fake.live(actor, [{ type: 'arranged', conversation, own }])
    return pointer
  })
  answers.answer(messages.markDelivered, ({ pointers }, actor) => {
    for (const { conversation, seq } of pointers) fake.move(conversation, actor, seq, false)
    return {}
  })
}
