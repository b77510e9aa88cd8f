import { open, readFile, rename } from 'node:fs/promises'
import { type OutboxItem, parseItem } from './outbox-item.ts'
import type { OutboxStorage } from './outbox-storage.ts'

/** One account's outbox in a file (a JSON object per line), for one process at a time. */
export function fileStorage(path: string): OutboxStorage {
  let items: Promise<Map<string, OutboxItem>> | undefined
  let writing: Promise<void> = Promise.resolve()

  function known(): Promise<Map<string, OutboxItem>> {
    items ??= readItems(path).then((all) => new Map(all.map((item) => [item.clientId, item])))
    return items
  }

  /** One write after the other, each of what is there by then. */
  async function change(apply: (items: Map<string, OutboxItem>) => void): Promise<void> {
    const all = await known()
    apply(all)
    const next = writing.then(() => writeItems(path, [...all.values()]))
    writing = next.catch(() => {})
    await next
  }

  return {
    load: async () => [...(await known()).values()],
    put: (item) => change((all) => all.set(item.clientId, item)),
    update: (item) =>
      change((all) => {
        if (all.has(item.clientId)) all.set(item.clientId, item)
      }),
    remove: (clientId) => change((all) => all.delete(clientId)),
    erase: () => change((all) => all.clear()),
  }
}

async function readItems(path: string): Promise<OutboxItem[]> {
  try {
    const lines = (await readFile(path, 'utf8')).split('\n')
    return lines.filter(Boolean).flatMap((line) => parseItem(line) ?? [])
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

/** Written beside and renamed, so that a crash leaves the old or the new, never half of one. */
async function writeItems(path: string, items: readonly OutboxItem[]): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(items.map((item) => `${JSON.stringify(item)}\n`).join(''))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
}
