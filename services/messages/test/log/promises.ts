import { isDeepStrictEqual } from 'node:util'
import type { Entry, Preview } from '@parley/contracts'
import { newsOf } from '../../src/log/announcer.ts'
import type { StoredConversation } from '../../src/store/store.ts'
import { brokenTeam, team } from './team.ts'
import type { World } from './world.ts'

/** What must hold when a world has calmed down: each broken promise as a sentence. */
export async function brokenPromises(world: World): Promise<string[]> {
  const broken: string[] = []
  const expect = (holds: boolean, sentence: string) => void (holds || broken.push(sentence))

  for (const conversation of new Set(world.clients.map((client) => client.conversation))) {
    const clients = world.clients.filter((client) => client.conversation === conversation)
    const entries = await world.store.changes(conversation, 0, 10_000)
    const end = (await world.store.logEnds([conversation])).get(conversation)
    expect(entries.length === end?.seq, `${conversation} has a hole`)
    const countUpTo = (seq: number) => entries.slice(0, seq).filter(({ kind }) => kind === 'message').length
    expect(
      entries.every(({ n, seq }) => n === countUpTo(seq)),
      `${conversation} counts its messages wrongly`,
    )
    expect(
      entries.every(({ at }, i) => at >= (entries[i - 1]?.at ?? 0)),
      `time goes back in ${conversation}`,
    )
    expect(
      entries.length === clients.reduce((sum, client) => sum + client.messages.length, 0),
      `${conversation} has ${entries.length} entries: one is missing or doubled`,
    )
    for (const client of clients) {
      const own = entries.filter(({ by }) => by === client.by).map(({ clientId }) => clientId)
      const sent = client.messages.map(({ clientId }) => clientId)
      expect(own.join() === sent.join(), `${client.by} sent ${sent.join()}, the log has ${own.join()}`)
      for (const { seq, clientId, text } of client.acknowledged) {
        const entry = entries[seq - 1]
        const isThere = entry?.clientId === clientId && (entry.text === text || entry.text === undefined)
        expect(isThere, `${clientId} was acknowledged as ${seq}`)
      }
      broken.push(...client.complaints)
    }
    const stored = (await world.store.find([conversation])).get(conversation)
    expect(
      stored?.head.seq === end?.seq,
      `the head of ${conversation} is ${stored?.head.seq}, not ${end?.seq}`,
    )
    broken.push(...brokenChanges(conversation, entries, stored))
    if (conversation === team) broken.push(...(await brokenTeam(world)))
    for (const { by, seq } of entries) {
      const { seen = 0, seenN = 0 } = (await world.store.bySeq(conversation, seq)) ?? {}
      expect(world.told.has(`${conversation} ${seq}`), `${conversation} ${seq} was never published`)
      for (const user of alwaysIn(conversation)) {
        const shown = world.shown.get(user)?.has(`${conversation} ${seq}`)
        expect(shown === true, `${user} was never shown ${conversation} ${seq}`)
      }
      if (!alwaysIn(conversation).includes(by)) continue
      const pointer = stored?.pointers.find(({ user }) => user === by)
      expect((pointer?.readSeq ?? 0) >= seen, `${by} had seen ${seen} of ${conversation}`)
      expect(seenN === countUpTo(seen), `${by} had seen ${seenN} messages, not ${seen}`)
    }
  }

  const alive = new Set(world.instances.filter(({ isAlive }) => isAlive).map(({ name }) => name))
  const abandoned = (await world.store.lanes()).filter(({ id }) => !alive.has(id.split('x')[0] ?? ''))
  expect(abandoned.length === 0, `nobody took over ${abandoned.map(({ id }) => id).join()}`)
  for (const [user, shown] of world.shown) {
    const foreign = [...shown].find((entry) => !entry.startsWith(team) && !entry.split(/[_ ]/).includes(user))
    expect(foreign === undefined, `${user} was shown ${foreign}`)
  }
  return broken
}

/** Who was in a conversation from its beginning to its end. */
function alwaysIn(conversation: string): string[] {
  return conversation === team ? ['ann', 'bob'] : conversation.split('_').slice(1)
}

/** What was deleted has no text anywhere; of the newest message the stored preview says what the log does. */
function brokenChanges(
  conversation: string,
  entries: readonly Entry[],
  stored: StoredConversation | undefined,
): string[] {
  const deleted = new Set(
    entries.flatMap(({ kind, of }) => (kind === 'delete' && of !== undefined ? [of] : [])),
  )
  const kept = entries.filter(
    ({ kind, n, of, text }) => text !== undefined && deleted.has(kind === 'message' ? n : (of ?? 0)),
  )
  const [truth] = newsOf(entries.map((entry) => ({ ...entry, lane: '', w: 0 })))
  const shown = stored?.head.preview
  return [
    ...kept.map(({ seq }) => `the text of ${conversation} ${seq} is still there`),
    ...(isSame(shown, truth?.head.preview)
      ? []
      : [`${conversation} shows ${JSON.stringify(shown)}, not ${JSON.stringify(truth?.head.preview)}`]),
  ]
}

/** Of a message that was deleted, and changed after that, any of those entries may be named. */
function isSame(one: Preview | undefined, other: Preview | undefined): boolean {
  if (one?.deleted && other?.deleted) return one.n === other.n && one.text === other.text
  return isDeepStrictEqual(one, other)
}
