import { groupId, isGroup } from '@parley/contracts/group-ids'
import { isMuted } from '@parley/contracts/own-state'
import type { Answers } from '@parley/contracts/socket'
import type { Crew } from './clients/crew.ts'
import { type PlainMessage, plainSeen, seenOf } from './clients/seen.ts'
import type { Member } from './clients/setting.ts'
import type { Recorder, Seen } from './history.ts'

/** Asks for everything, as every member and by every gateway, and takes it down. */
export async function observe(crew: Crew, gateways: readonly string[], recorder: Recorder): Promise<void> {
  recorder.record({ type: 'asking' })
  for (const [number, gateway] of gateways.entries()) {
    for (const member of crew.members) await observeAs(member, { crew, gateway, number, recorder })
  }
}

interface Place {
  crew: Crew
  gateway: string
  number: number
  recorder: Recorder
}

async function observeAs(me: Member, { crew, gateway, number, recorder }: Place): Promise<void> {
  const view = `${me.username} at gateway ${number + 1}`
  const socket = await me.browser.open(new URL('/ws/', gateway.replace(/^http/, 'ws')).href)
  let id = 0
  const ask = async <T extends keyof Answers>(type: T, fields: object = {}): Promise<Answers[T]> => {
    const own = ++id
    const from = socket.all.length
    socket.send({ type, id: own, ...fields })
    const frame = await socket.next<{ type: string; id?: number; body: Answers[T] }>(
      (each) => each.id === own,
      from,
    )
    if (frame.type !== 'answer') throw new Error(`${type} as ${view}: ${JSON.stringify(frame)}`)
    return frame.body
  }
  const hello = await ask('hello', { version: 1 })
  recorder.record({
    type: 'final unread',
    view: `hello of ${view}`,
    person: me.id,
    count: hello.unread.count,
  })
  const inbox = await ask('inbox')
  for (const { conversation, pointers, unread, own } of inbox.conversations) {
    recorder.record({ type: 'final pointers', view: `inbox of ${view}`, conversation, pointers })
    recorder.record({ type: 'final unread of', view, person: me.id, conversation, count: unread })
    const [revision, muted] = [own?.revision ?? 0, isMuted(own, Date.now())]
    recorder.record({ type: 'final own', view, person: me.id, conversation, revision, muted })
  }
  for (const { conversation, members } of crew.conversations) {
    if (!members.includes(me)) continue
    const { entries, pointers } = await wholeLog(conversation, ask)
    recorder.record({ type: 'final log', view: `socket of ${view}`, conversation, entries })
    recorder.record({ type: 'final pointers', view: `changes of ${view}`, conversation, pointers })
    const { messages: pinned } = await ask('pinned', { conversation })
    const numbers = pinned.map(({ n }) => n)
    recorder.record({ type: 'final pinned', view: `socket of ${view}`, conversation, numbers })
    const plain = await plainHistory(me, { conversation, members }, gateway)
    recorder.record({ type: 'final log', view: `history of ${view}`, conversation, entries: plain })
  }
  await socket.close()
  const answer = await me.browser.get(new URL('/messages/unread/', gateway).href)
  const { count } = answer.json<{ count: number }>()
  recorder.record({ type: 'final unread', view: `/messages/unread/ of ${view}`, person: me.id, count })
}

async function wholeLog(
  conversation: string,
  ask: (type: 'changes', fields: object) => Promise<Answers['changes']>,
): Promise<{ entries: Seen[]; pointers: Answers['changes']['pointers'] }> {
  const entries: Seen[] = []
  for (;;) {
    const answer = await ask('changes', { conversation, after: entries.at(-1)?.seq ?? 0 })
    entries.push(...answer.entries.map(seenOf))
    if (answer.entries.length === 0) return { entries, pointers: answer.pointers }
  }
}

async function plainHistory(
  me: Member,
  { conversation, members }: { conversation: string; members: readonly Member[] },
  gateway: string,
): Promise<Seen[]> {
  const entries: Seen[] = []
  const idOf = (username: string) => members.find((each) => each.username === username)?.id ?? username
  const peer = members.find((each) => each !== me)?.username ?? ''
  const address = isGroup(conversation)
    ? `/messages/group/${groupId(conversation)}/history/`
    : `/messages/history/${peer}/`
  for (let before: number | null = Number.MAX_SAFE_INTEGER; before !== null; ) {
    const path: string = `${address}?peek=1&before=${before}`
    const answer = await me.browser.get(new URL(path, gateway).href)
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`)
    const page = answer.json<{ messages: PlainMessage[]; before: number | null }>()
    entries.unshift(...page.messages.map((message) => plainSeen(message, conversation, idOf)))
    before = page.before
  }
  return entries
}
