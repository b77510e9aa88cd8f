import { accounts, type Context, limits, messages } from '@parley/contracts'
import type { Call } from '@parley/service'
import { type ArchiveLine, archiveVersion, type Counts } from './archive-lines.ts'

export type Tell = (counts: Readonly<Counts>) => void

/**
 * Everything that an installation keeps, line by line, while it runs. Of each conversation a beginning of its log
 * without a hole, at least all that was acknowledged before; no pointer beyond it. People come last, so that whoever
 * wrote something is among them.
 */
export async function* copyLines(call: Call, context: Context, tell: Tell): AsyncGenerator<object> {
  const counts: Counts = { people: 0, conversations: 0, entries: 0 }
  yield { parley: 'backup', version: archiveVersion, at: Date.now() }
  for await (const line of logLines(call, context)) {
    counts.entries += line.log.entries.length
    if (line.log.pointers.length > 0) counts.conversations += 1
    tell(counts)
    yield line
  }
  yield* savedLines(call, context)
  yield* blockLines(call, context)
  yield* reportLines(call, context)
  for (const what of ['people', 'invites', 'ended'] as const) {
    let after: string | undefined
    do {
      const page = { what, ...(after === undefined ? {} : { after }) }
      const { next, ...kept } = await call(accounts.copy, page, context)
      counts.people += kept.people.length
      tell(counts)
      yield { kept }
      after = next
    } while (after !== undefined)
  }
  yield { end: counts }
}

async function* blockLines(call: Call, { requestId }: Context): AsyncGenerator<ArchiveLine> {
  let after: string | undefined
  do {
    const page = after === undefined ? {} : { after }
    const { next, blocks } = await call(messages.copyBlocks, page, { actor: null, requestId })
    if (blocks.length > 0) yield { blocked: { blocks } }
    after = next
  } while (after !== undefined)
}

async function* reportLines(call: Call, { requestId }: Context): AsyncGenerator<ArchiveLine> {
  let after: string | undefined
  do {
    const page = after === undefined ? {} : { after }
    const { next, reports } = await call(messages.copyReports, page, { actor: null, requestId })
    if (reports.length > 0) yield { reported: { reports } }
    after = next
  } while (after !== undefined)
}

async function* savedLines(call: Call, { requestId }: Context): AsyncGenerator<object> {
  let after: string | undefined
  do {
    const input = after === undefined ? {} : { after }
    const { saved, next } = await call(messages.copySaved, input, { actor: null, requestId })
    if (saved.length > 0) yield { saved: { saved } }
    after = next
  } while (after !== undefined)
}

type LogLine = Extract<ArchiveLine, { log: unknown }>

async function* logLines(call: Call, { requestId }: Context): AsyncGenerator<LogLine> {
  let after: string | undefined
  for (;;) {
    const input = after === undefined ? {} : { after }
    const page = await call(messages.allConversations, input, { actor: null, requestId })
    // Pointers as they were then: what is read of the log afterwards reaches at least as far.
    for (const { conversation, ...kept } of page.conversations) {
      let last = 0
      for (;;) {
        const range = { conversation, after: last, limit: limits.page }
        const { entries, head } = await call(messages.allEntries, range, { actor: null, requestId })
        last = entries.at(-1)?.seq ?? last
        const isLast = last >= head.seq || entries.length === 0
        if (entries.length > 0) {
          const plain = entries.map(({ conversation: _conversation, ...entry }) => entry)
          const members = isLast ? kept : { pointers: [] }
          yield { log: { conversation, entries: plain, ...members } }
        }
        if (isLast) break
      }
    }
    after = page.conversations.at(-1)?.conversation
    if (!page.more || after === undefined) return
  }
}
