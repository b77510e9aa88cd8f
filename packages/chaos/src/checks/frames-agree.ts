import { ofType } from '../history.ts'
import { inWords, isSame } from './one-order.ts'
import { truthOf } from './truth.ts'
import type { Check } from './violation.ts'

const promise = 'live and resumed frames never disagree with each other or the log'

/** Whatever was shown of an entry, however it came, is what the log says of it. On one plain socket, each in its turn. */
export const framesAgree: Check = (history) => {
  const { logs } = truthOf(history)
  return ofType(history, 'shown').flatMap(({ client, how, entry, at }) => {
    const found = logs.get(entry.conversation)?.[entry.n - 1]
    if (found && isSame(found, entry)) return []
    const what = `${client} was shown ${inWords(entry)} of ${entry.conversation} (${how}, at ${at} ms); there is ${inWords(found)}`
    return [{ promise, what }]
  })
}
