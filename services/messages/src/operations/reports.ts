import { createHash } from 'node:crypto'
import {
  asTheyAre,
  cut,
  type Entry,
  type InputOf,
  limits,
  type messages,
  type OutputOf,
  ParleyError,
  type Report,
  type ReportedMessage,
} from '@parley/contracts'
import type { Room } from '../parts.ts'

const dayMs = 24 * 3_600_000

export async function reportMessage(
  room: Room,
  { conversation, n, clientId, reason, words }: InputOf<typeof messages.reportMessage>,
  actor: string,
): Promise<OutputOf<typeof messages.reportMessage>> {
  const { sight } = await room.members.require(conversation, actor)
  return await keep(room, { clientId, actor }, async () => {
    const all = await messagesAround(room, conversation, n)
    const around = all.filter((entry) => sight.seesMessage(entry.n))
    const reported = around.find((entry) => entry.n === n)
    if (!reported) throw new ParleyError('NOT_FOUND')
    if (reported.by === actor)
      throw new ParleyError('INVALID', 'You can report what others wrote.', { field: 'n' })
    if (reported.text === undefined) throw new ParleyError('CONFLICT', 'This message was deleted.')
    const context = around.map((entry) => asReported(entry, entry === reported))
    return { user: reported.by, reason, words, message: { conversation, n, context } }
  })
}

export async function reportPerson(
  room: Room,
  { user, clientId, reason, words }: InputOf<typeof messages.reportPerson>,
  actor: string,
): Promise<OutputOf<typeof messages.reportPerson>> {
  if (user === actor) throw new ParleyError('INVALID', 'You can report others.', { field: 'user' })
  return await keep(room, { clientId, actor }, async () => ({ user, reason, words }))
}

/** One after the other of each person, so that nobody has more than a day's number. */
async function keep(
  { store: { reports }, arranger, now }: Room,
  { clientId, actor }: { clientId: string; actor: string },
  describe: () => Promise<Omit<Report, 'id' | 'by' | 'at'>>,
): Promise<object> {
  const id = createHash('sha256').update(`${actor}:${clientId}`).digest('base64url').slice(0, 22)
  await arranger.inTurn(actor, async () => {
    // Asked again after a lost answer.
    if (await reports.one(id)) return
    const at = now()
    if ((await reports.countBy(actor, at - dayMs)) >= limits.reportsADay) {
      const words = `You can report ${limits.reportsADay} times a day.`
      throw new ParleyError('RATE_LIMITED', words, { retryAfterMs: 3_600_000 })
    }
    await reports.add([{ id, by: actor, at, ...(await describe()) }])
  })
  return {}
}

/** As they are now. */
async function messagesAround({ store }: Room, conversation: string, n: number): Promise<Entry[]> {
  const [from, to] = [Math.max(1, n - limits.reportContext), n + limits.reportContext]
  const [written, changes] = await Promise.all([
    store.messages(conversation, from, to),
    store.changesOf(conversation, from, to),
  ])
  return asTheyAre(written, changes)
}

function asReported({ n, by, at, text, edited }: Entry, isWhole: boolean): ReportedMessage {
  const shown = text === undefined || isWhole ? text : cut(text, limits.reportCharacters)
  return {
    n,
    by,
    at,
    ...(shown === undefined ? {} : { text: shown }),
    ...(edited ? { edited: true } : {}),
  }
}
