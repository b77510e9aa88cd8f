import { ofType } from '../history.ts'
import { truthOf } from './truth.ts'
import type { Check } from './violation.ts'

const promise = 'what is pinned is what the log says, and nothing that is deleted'

export const pinsTrue: Check = (history) => {
  const { logs, messages } = truthOf(history)
  return ofType(history, 'final pinned').flatMap(({ view, conversation, numbers }) => {
    const last = new Map<number, { kind: string; seq: number }>()
    for (const { kind, of = 0, seq = 0 } of logs.get(conversation) ?? [])
      if (kind === 'pin' || kind === 'unpin') last.set(of, { kind, seq })
    const isDeleted = (n: number) => messages.get(conversation)?.[n - 1]?.text === ''
    const truth = [...last]
      .filter(([n, { kind }]) => kind === 'pin' && !isDeleted(n))
      .toSorted(([, one], [, other]) => other.seq - one.seq)
      .map(([n]) => n)
    const what = `${view}: ${numbers.join()} are pinned in ${conversation}; the log says ${truth.join()}`
    return numbers.join() === truth.join() ? [] : [{ promise, what }]
  })
}
