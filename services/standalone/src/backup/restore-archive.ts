import { accounts, type Context, messages } from '@parley/contracts'
import { type Call, StartError } from '@parley/service'
import type { Counts } from './archive-lines.ts'
import type { Tell } from './copy-lines.ts'
import { readArchive } from './read-archive.ts'

/**
 * Puts an archive back into an installation in which there is nothing. The whole archive is read before the first word
 * of it is written. @throws StartError where the archive is not whole, or the installation not empty
 */
export async function restoreArchive(path: string, call: Call, context: Context, tell: Tell): Promise<void> {
  await readThrough(path)
  await requireEmpty(call, context)
  const counts: Counts = { people: 0, conversations: 0, entries: 0 }
  // Twice through the file: people first, since nobody may find a conversation with somebody who is not there.
  for await (const line of readArchive(path)) {
    if (!('kept' in line)) continue
    await call(accounts.restorePeople, line.kept, context)
    counts.people += line.kept.people.length
    tell(counts)
  }
  for await (const line of readArchive(path)) {
    // It is behind all logs.
    if ('saved' in line) await call(messages.restoreSaved, line.saved, context)
    if ('blocked' in line) await call(messages.restoreBlocks, line.blocked, context)
    if ('reported' in line) await call(messages.restoreReports, line.reported, context)
    if (!('log' in line)) continue
    await call(messages.restore, line.log, context)
    counts.entries += line.log.entries.length
    if (line.log.pointers.length > 0) counts.conversations += 1
    tell(counts)
  }
}

async function readThrough(path: string): Promise<void> {
  const lines = readArchive(path)
  while (!(await lines.next()).done);
}

/** Asks both owners, for everything that would be written. */
async function requireEmpty(call: Call, context: Context): Promise<void> {
  const [people, invites, ended, log] = await Promise.all([
    call(accounts.copy, { what: 'people' }, context),
    call(accounts.copy, { what: 'invites' }, context),
    call(accounts.copy, { what: 'ended' }, context),
    call(messages.allConversations, { limit: 1 }, context),
  ])
  const found = [...people.people, ...invites.invites, ...ended.ended, ...log.conversations]
  if (found.length > 0)
    throw new StartError(
      'There are people or messages in this installation already: restore into one without any.',
    )
}
