import {
  type Context,
  directConversation,
  type InputOf,
  isBlank,
  isSoundText,
  limits,
  messages,
} from '@parley/contracts'
import type { Call } from '@parley/service'
import { type DjangoMessage, type DumpRecord, recordsOf } from './django-dump.ts'
import { keyText, type PeopleByKey } from './import-people.ts'
import type { ImportReport } from './import-report.ts'

type Imported = InputOf<typeof messages.importMessages>['messages'][number]

/** Messages that wait in memory, over all conversations. */
const maxWaiting = 50_000

/**
 * Takes over every `messaging.message`, in the file's order, which is that of Django's keys and so of their writing.
 * Messages gather by conversation and go in pages.
 */
export async function importMessages(
  file: string,
  people: PeopleByKey,
  call: Call,
  context: Context,
  report: ImportReport,
): Promise<void> {
  const waiting = new Map<string, Imported[]>()
  let count = 0

  async function write(conversation: string): Promise<void> {
    const page = waiting.get(conversation) ?? []
    waiting.delete(conversation)
    count -= page.length
    const { written, known } = await call(
      messages.importMessages,
      { conversation, messages: page },
      context,
      { timeoutMs: 60_000 },
    )
    report.messages(written, known)
  }

  for await (const record of recordsOf(file, 'messaging.message')) {
    const taken = messageOf(record, people)
    if ('fault' in taken) {
      report.skipped(`record ${record.position} (messaging.message ${keyText(record.pk)})`, taken.fault)
      continue
    }
    const page = waiting.get(taken.conversation) ?? []
    waiting.set(taken.conversation, page)
    page.push(taken.message)
    count += 1
    if (page.length === limits.page) await write(taken.conversation)
    if (count >= maxWaiting) for (const conversation of waiting.keys()) await write(conversation)
  }
  for (const conversation of waiting.keys()) await write(conversation)
}

function messageOf(
  { pk, fields }: DumpRecord<DjangoMessage>,
  people: PeopleByKey,
): { conversation: string; message: Imported } | { fault: string } {
  if ('fault' in fields) return fields
  if (typeof pk !== 'number' && typeof pk !== 'string')
    return { fault: 'has no key of its own: dump without --natural-primary' }
  const sender = people.get(keyText(fields.sender))
  const recipient = people.get(keyText(fields.recipient))
  if (!sender || !recipient)
    return { fault: `${sender ? 'recipient' : 'sender'} is nobody that was taken over` }
  if (sender.id === recipient.id) return { fault: 'was sent to oneself' }
  const at = Date.parse(fields.created_at)
  if (Number.isNaN(at)) return { fault: 'created_at is not a time' }
  if (isBlank(fields.content)) return { fault: 'content is empty' }
  if (!isSoundText(fields.content, limits.messageCharacters))
    return { fault: `content is longer than ${limits.messageCharacters} characters, or not text` }
  return {
    conversation: directConversation(sender.id, recipient.id),
    message: {
      by: sender.id,
      clientId: `import-${String(pk)
        .replace(/[^A-Za-z0-9_-]/g, '_')
        .slice(0, 50)}`,
      text: fields.content,
      at,
      read: fields.is_read,
    },
  }
}
