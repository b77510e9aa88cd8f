import { type Entry, limits, messages, ParleyError } from '@parley/contracts'
import { seenMessages } from './log.ts'
import type { FakeMessages } from './messages.ts'

interface Saved {
  user: string
  conversation: string
  n: number
}

/** Answers what is pinned and what people have saved. */
export function answerKept(fake: FakeMessages): void {
  answerPinned(fake)
  answerSaved(fake)
}

function answerPinned(fake: FakeMessages): void {
  const { answers } = fake
  answers.answer(messages.pin, async ({ conversation, ...pinning }, actor) => {
    return { entry: await fake.pin(conversation, actor, { kind: 'pin', ...pinning }) }
  })
  answers.answer(messages.unpin, async ({ conversation, ...pinning }, actor) => {
    return { entry: await fake.pin(conversation, actor, { kind: 'unpin', ...pinning }) }
  })
  answers.answer(messages.pinned, ({ conversation }, actor) => {
    const pinned = seenMessages(fake.logOf(conversation, actor), actor).filter((message) => message.pinned)
    return {
      messages: pinned.toSorted((one, other) => (other.pinned?.seq ?? 0) - (one.pinned?.seq ?? 0)),
    }
  })
}

function answerSaved(fake: FakeMessages): void {
  const { answers } = fake
  const all: Saved[] = []
  const placeOf = ({ user, conversation, n }: Saved) =>
    all.findIndex((one) => one.user === user && one.conversation === conversation && one.n === n)
  answers.answer(messages.save, ({ conversation, n }, user) => {
    if (fake.message(conversation, user, n).deleted)
      throw new ParleyError('CONFLICT', 'This message was deleted.')
    const one = { user, conversation, n }
    if (placeOf(one) < 0) all.push(one)
    return {}
  })
  answers.answer(messages.unsave, ({ conversation, n }, user) => {
    fake.logOf(conversation, user)
    const at = placeOf({ user, conversation, n })
    if (at >= 0) all.splice(at, 1)
    return {}
  })
  answers.answer(messages.saved, ({ before, limit = limits.savedPage }, actor) => {
    const own = all.flatMap((one, i) => (one.user === actor ? [{ id: String(i).padStart(6, '0'), one }] : []))
    const wanted = own.filter(({ id }) => before === undefined || id < before).toReversed()
    const page = wanted.slice(0, limit)
    const next = wanted.length > limit ? page.at(-1)?.id : undefined
    return {
      saved: page.flatMap(({ id, one }) => {
        const message = seen(fake, one)
        return message && !message.deleted ? [{ id, at: 1, message }] : []
      }),
      ...(next === undefined ? {} : { next }),
    }
  })
  answers.answer(messages.savedIn, ({ conversation, from, to }, actor) => {
    fake.logOf(conversation, actor)
    const own = all.filter((one) => one.user === actor && one.conversation === conversation)
    return { numbers: own.map(({ n }) => n).filter((n) => n >= from && n <= to) }
  })
}

/** Undefined for who may not read it any more. */
function seen(fake: FakeMessages, { conversation, user, n }: Saved): Entry | undefined {
  try {
    return fake.message(conversation, user, n)
  } catch (error) {
    if (error instanceof ParleyError && error.code === 'NOT_FOUND') return undefined
    throw error
  }
}
