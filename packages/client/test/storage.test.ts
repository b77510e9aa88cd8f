import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import {
  browserStorage,
  memoryStorage,
  type KeyValueStorage,
  type OutboxItem,
  type OutboxStorage,
  webLock,
  whenOnline,
} from '../src/index.ts'
import { fileStorage } from '../src/node.ts'
import { clientOf, until } from './fake-person.ts'
import { FakeServer } from './fake-server.ts'

/** One browser's `localStorage` as its tabs see it: each is told what the others write. */
class FakeBrowser {
  readonly values = new Map<string, string>()
  readonly #tabs = new Set<EventTarget>()

  tab(account: string): OutboxStorage {
    const events = new EventTarget()
    this.#tabs.add(events)
    const tell = (key: string, newValue: string | null) => {
      for (const tab of this.#tabs) {
        if (tab !== events) tab.dispatchEvent(Object.assign(new Event('storage'), { key, newValue }))
      }
    }
    const { values } = this
    const storage: KeyValueStorage = {
      get length() {
        return values.size
      },
      key: (index) => [...values.keys()][index] ?? null,
      getItem: (key) => values.get(key) ?? null,
      setItem(key, value) {
        values.set(key, value)
        tell(key, value)
      },
      removeItem(key) {
        if (values.delete(key)) tell(key, null)
      },
    }
    return browserStorage(account, storage, {
      addEventListener: (type, listener) => events.addEventListener(type, (event) => listener(change(event))),
      removeEventListener: () => {},
    })
  }
}

function change(event: Event): { key: string | null; newValue: string | null } {
  return 'key' in event && 'newValue' in event
    ? { key: String(event.key), newValue: typeof event.newValue === 'string' ? event.newValue : null }
    : { key: null, newValue: null }
}

/** `navigator.locks` for one name: one holder, the others in the order in which they came. */
function fakeLocks() {
  let last: Promise<unknown> = Promise.resolve()
  return {
    request(_name: string, { signal }: { signal: AbortSignal }, held: () => Promise<void>) {
      const turn = last.then(() => (signal.aborted ? undefined : held()))
      last = turn
      return turn
    },
  }
}

const item = (clientId: string, order: number): OutboxItem => ({
  clientId,
  conversation: 'd_ann_ben',
  text: clientId,
  order,
  createdAt: order,
  state: 'sending',
})

const makers: Record<string, (dir: string) => OutboxStorage> = {
  memory: () => memoryStorage(),
  file: (dir) => fileStorage(join(dir, 'outbox.jsonl')),
  browser: () => new FakeBrowser().tab('ann'),
}

for (const [name, make] of Object.entries(makers)) {
  t.test(`${name}: puts, updates what is there, removes, erases`, async (t) => {
    const storage = make(t.testdir())
    t.strictSame(await storage.load(), [])
    await storage.put(item('a', 1))
    await storage.put(item('b', 2))
    await storage.update({ ...item('a', 1), state: 'failed' })
    await storage.update(item('gone', 3))
    const states = async () => (await storage.load()).map(({ clientId, state }) => `${clientId} ${state}`)
    t.strictSame(await states(), ['a failed', 'b sending'])
    await storage.remove('a')
    t.strictSame(await states(), ['b sending'])
    await storage.erase()
    t.strictSame(await states(), [])
  })
}

t.test(
  'a file is read again, whatever is broken in it is left out, and only its owner reads it',
  async (t) => {
    const path = join(t.testdir(), 'outbox.jsonl')
    const storage = fileStorage(path)
    await Promise.all([storage.put(item('a', 1)), storage.put(item('b', 2)), storage.remove('a')])
    t.equal((await stat(path)).mode & 0o777, 0o600)
    await writeFile(path, `${await readFile(path, 'utf8')}{"half of a`)
    t.strictSame(await fileStorage(path).load(), [item('b', 2)])
    await t.rejects(Promise.resolve(fileStorage(t.testdirName).load()), { code: 'EISDIR' })
  },
)

t.test('tabs see each other’s messages, one of them sends, and logging out empties them all', async (t) => {
  const server = new FakeServer()
  await server.listen()
  t.teardown(() => server.close())
  const browser = new FakeBrowser()
  const locks = fakeLocks()
  const open = async (account: string) => {
    const storage = browser.tab(account)
    const client = clientOf(server, account, { storage, lock: webLock(`parley.${account}`, locks) })
    t.teardown(() => client.close())
    const states: string[] = []
    client.on('outbox', ({ text, state }) => states.push(`${text} ${state}`))
    const discarded: string[] = []
    client.on('discarded', ({ text }) => discarded.push(text))
    await client.connect()
    await whenOnline(client)
    return { client, states, discarded }
  }
  const first = await open('ann')
  const second = await open('ann')
  const target = { conversation: 'd_ann_ben', username: 'ben' }
  await second.client.send(target, 'from the second')
  await until(() => second.states.length === 2 && first.states.length === 2)
  t.strictSame(second.states, ['from the second sending', 'from the second sent'])
  t.strictSame(first.states, second.states)
  t.equal(browser.values.size, 0)

  first.client.close()
  await second.client.send(target, 'the second took over')
  await until(() => server.log.of('d_ann_ben').length === 2 && browser.values.size === 0)

  server.isSilent = true
  await second.client.send(target, 'not sent')
  t.match([...browser.values.keys()].join(), /^parley\.outbox\.ann\./)
  const third = clientOf(server, 'ann', { storage: browser.tab('ann'), lock: () => () => {} })
  t.teardown(() => third.close())
  const gone: string[] = []
  third.on('discarded', ({ text }) => gone.push(text))
  await third.connect()
  t.equal(third.outbox().length, 1)
  await second.client.eraseOutbox()
  t.strictSame(third.outbox(), [])
  t.strictSame(gone, ['not sent'])
  t.equal(browser.values.size, 0)
})

t.test('another account’s messages are not even read', async (t) => {
  const browser = new FakeBrowser()
  await browser.tab('ann').put(item('a', 1))
  t.strictSame(await browser.tab('ben').load(), [])
  await browser.tab('ben').erase()
  t.equal((await browser.tab('ann').load()).length, 1)
})
