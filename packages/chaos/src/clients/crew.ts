import { directConversation } from '@parley/contracts'
import { BrowserlessPerson, waitFor } from '@parley/testing'
import type { Recorder } from '../history.ts'
import { randomFrom } from '../random.ts'
import { Doorway } from './doorway.ts'
import { HttpClient } from './http-client.ts'
import { makeGroup } from './make-group.ts'
import { Outsider } from './outsider.ts'
import { PlainClient } from './plain-client.ts'
import { SdkClient } from './sdk-client.ts'
import type { Client, Member, Setting, Talk } from './setting.ts'
import { Visitor } from './visitor.ts'

export interface CrewOptions {
  seed: string
  doors: readonly (readonly string[])[]
  recorder: Recorder
  /** How many people have the SDK; a third as many again use plain sockets, and routes. */
  people: number
}

export interface Crew {
  members: readonly Member[]
  conversations: readonly { conversation: string; members: readonly Member[] }[]
  clients: readonly Client[]
  visitors: readonly Visitor[]
  /** Those of whom the SDK's promises are asked. */
  sdk: readonly SdkClient[]
  doorway: Doorway
}

/** Signs people up, decides who talks to whom, and gives each a client. Nobody is connected yet. */
export async function gatherCrew(options: CrewOptions): Promise<Crew> {
  const { people, recorder } = options
  const plainPeople = Math.max(2, 2 * Math.round(people / 8))
  const httpPeople = Math.max(2, 2 * Math.round(people / 8))
  const everybody = await signUp(options, people + plainPeople + httpPeople + 3)
  const [owner, guest] = everybody.splice(-2)
  if (!owner || !guest) throw new RangeError('two more people are needed')
  const members = everybody
  const [sdk, plain, http] = [
    members.slice(0, people),
    members.slice(people, people + plainPeople),
    members.slice(people + plainPeople, -1),
  ]
  const outsiders = members.slice(-1)
  const pairs = [...ring(sdk, 1), ...ring(sdk, 3), ...couples(plain), ...couples(http), ...across(http, sdk)]
  const group = { conversation: await makeGroup(sdk, recorder), members: sdk }
  const direct = unique(pairs).map(([one, other]) => ({
    conversation: directConversation(one.id, other.id),
    members: [one, other],
  }))
  const conversations = [...direct, group]
  for (const { conversation, members: both } of direct) {
    recorder.record({ type: 'conversation', conversation, members: both.map(({ id }) => id) })
  }

  const everyTalk = conversations.map(({ conversation, members: [peer] }) => ({
    conversation,
    peer: peer as Member,
  }))
  const talksOf = (me: Member): Talk[] =>
    direct.flatMap(({ conversation, members: both }) => {
      const peer = both.find((each) => each !== me)
      return both.includes(me) && peer ? [{ conversation, peer }] : []
    })
  const settingOf = (me: Member, index: number, kind: string, talks = talksOf(me)): Setting => ({
    name: `${kind}${index}`,
    me,
    talks,
    groups: sdk.includes(me) ? [group.conversation] : [],
    doors: options.doors[index % options.doors.length] ?? [],
    recorder,
    random: randomFrom(`${options.seed} ${kind}${index}`),
  })
  const sdkClients = sdk.map((me, index) => new SdkClient(settingOf(me, index, 'sdk')))
  const visitors = sdk
    .filter((_, index) => index % 4 === 0)
    .map((me, index) => new Visitor(settingOf(me, index, 'visitor')))
  const doorway = new Doorway({
    owner,
    guest,
    doors: options.doors[0] ?? [],
    recorder,
    random: randomFrom(`${options.seed} doorway`),
  })
  const clients: Client[] = [
    doorway,
    ...sdkClients,
    ...plain.map((me, index) => new PlainClient(settingOf(me, index, 'plain'))),
    ...http.map((me, index) => new HttpClient(settingOf(me, index, 'http'))),
    ...visitors,
    ...outsiders.map((me, index) => new Outsider(settingOf(me, index, 'outsider', everyTalk))),
  ]
  return { members, conversations, clients, visitors, sdk: sdkClients, doorway }
}

async function signUp({ seed, doors, recorder }: CrewOptions, count: number): Promise<Member[]> {
  const members: Member[] = []
  const run = seed
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .slice(0, 12)
  for (let index = 0; index < count; index++) {
    const ways = doors[index % doors.length] ?? []
    const username = `p${run}_${index}`
    const browser = await BrowserlessPerson.signUp(ways[index % ways.length] ?? '', username)
    const id = await idOf(browser)
    recorder.record({ type: 'person', person: id, username })
    members.push({ id, username, browser })
  }
  return members
}

/** People learn their own id at hello. */
async function idOf(browser: BrowserlessPerson): Promise<string> {
  const socket = await waitFor(() => browser.open('/ws/'), { what: 'a socket' })
  socket.send({ type: 'hello', id: 1, version: 1 })
  const { body } = await socket.next<{ id: number; body: { me: { id: string } } }>(({ id }) => id === 1)
  await socket.close()
  return body.me.id
}

type Pair = readonly [Member, Member]

function ring(members: readonly Member[], step: number): Pair[] {
  return members.flatMap((one, index): Pair[] => {
    const other = members[(index + step) % members.length]
    return other && other !== one ? [[one, other]] : []
  })
}

function couples(members: readonly Member[]): Pair[] {
  return members.flatMap((one, index): Pair[] => {
    const other = members[index + 1]
    return index % 2 === 0 && other ? [[one, other]] : []
  })
}

function across(some: readonly Member[], others: readonly Member[]): Pair[] {
  return some.flatMap((one, index): Pair[] => {
    const other = others[index % others.length]
    return other ? [[one, other]] : []
  })
}

function unique(pairs: readonly Pair[]): Pair[] {
  return [...new Map(pairs.map((pair) => [directConversation(pair[0].id, pair[1].id), pair])).values()]
}
