import { type History, ofType, type OfType, type Seen } from '../history.ts'
import { inWords, isSamePlace } from './one-order.ts'
import { truthOf } from './truth.ts'
import type { Check } from './violation.ts'

const promise = 'live and resumed frames never disagree with each other or the log'

/**
 * Whatever was shown of an entry, however it came, is what the log says of it, with the text that it was written with; as
 * it is now, a message has that of an edit, and what is deleted has none.
 */
export const framesAgree: Check = (history) => {
  const { logs, messages } = truthOf(history)
  const textsOf = writtenTexts(history)
  return ofType(history, 'shown').flatMap(({ client, how, entry, at }) => {
    const { conversation, seq, n } = entry
    const isAsWritten = how !== 'history' && seq !== undefined
    const found = isAsWritten ? logs.get(conversation)?.[seq - 1] : messages.get(conversation)?.[n - 1]
    if (found && isSamePlace(found, entry)) {
      const isDeleted = messages.get(conversation)?.[(entry.of ?? n) - 1]?.text === ''
      const allowed = textsOf(found, !isAsWritten)
      if (allowed.has(entry.text) || (isDeleted && entry.text === '')) return []
    }
    const what = `${client} was shown ${inWords(entry)} of ${conversation} (${how}, at ${at} ms); there is ${inWords(found)}`
    return [{ promise, what }]
  })
}

/** The text with which an entry was written; for a message as it is at any time, those of its edits too. */
function writtenTexts(history: History): (entry: Seen, withEdits: boolean) => Set<string> {
  const byId = new Map<string, OfType<'submitted'>>()
  const edits = new Map<string, string[]>()
  for (const each of ofType(history, 'submitted')) {
    byId.set(each.message, each)
    if (each.kind !== 'edit') continue
    const key = `${each.conversation} ${each.of}`
    edits.set(key, [...(edits.get(key) ?? []), each.text])
  }
  return ({ conversation, n, clientId = '' }, withEdits) => {
    const own = byId.get(clientId)?.text ?? ''
    return new Set(withEdits ? [own, ...(edits.get(`${conversation} ${n}`) ?? [])] : [own])
  }
}
