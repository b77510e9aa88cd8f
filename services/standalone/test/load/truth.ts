import type { BrowserlessPerson } from '@parley/testing'
import type { Test } from 'tap'

export interface HistoryMessage {
  id: number
  sender: string
  content: string
  is_read: boolean
}

/** Every message with somebody, oldest first, without reading them. */
export async function wholeHistory(person: BrowserlessPerson, other: string): Promise<HistoryMessage[]> {
  const all: HistoryMessage[] = []
  let before: number | null = null
  do {
    const path: string = `/messages/history/${other}/?peek=1${before === null ? '' : `&before=${before}`}`
    const answer = await person.get(path)
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`)
    const page = answer.json<{ messages: HistoryMessage[]; before: number | null }>()
    all.unshift(...page.messages)
    before = page.before
  } while (before !== null)
  return all
}

/** Both see one log without a hole, in which what each wrote stands once and in the order of writing. */
export async function assertOneLog(
  t: Test,
  [one, other]: readonly [BrowserlessPerson, BrowserlessPerson],
  written: { from: BrowserlessPerson; texts: readonly string[]; answered?: ReadonlyMap<string, number> }[],
): Promise<void> {
  const log = await wholeHistory(one, other.username)
  t.same(await wholeHistory(other, one.username), log, 'the same for both')
  t.same(
    log.map(({ id }) => id),
    log.map((_, index) => index + 1),
    'numbered without a hole',
  )
  let count = 0
  for (const { from, texts, answered } of written) {
    count += texts.length
    const own = log.filter(({ sender }) => sender === from.username)
    t.same(
      own.map(({ content }) => content),
      texts,
      `once and in order: what ${from.username} wrote`,
    )
    const ids = new Map(own.map(({ content, id }) => [content, id]))
    for (const [text, id] of answered ?? []) if (ids.get(text) !== id) t.fail(`${text} was answered as ${id}`)
  }
  t.equal(log.length, count, 'and nothing else')
}

/** What the bell says is what is unread in all of a person's conversations, told one by one. */
export async function assertUnread(
  t: Test,
  person: BrowserlessPerson,
  others: readonly BrowserlessPerson[],
): Promise<number> {
  let truth = 0
  for (const { username } of others) {
    const log = await wholeHistory(person, username)
    truth += log.filter(({ sender, is_read }) => sender === username && !is_read).length
  }
  const { count } = (await person.get('/messages/unread/')).json<{ count: number }>()
  t.equal(count, truth, `what is unread for ${person.username}`)
  return count
}

/** Texts that say who wrote them and which one each is. */
export function numbered(writer: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${writer}-${index + 1}`)
}
