import { messages } from '@parley/contracts'
import type { Page } from 'playwright-core'
import type { System } from '../../src/system.ts'

/**
 * Writes `message 1` to `message <count>` into the conversation that a chat page shows, in turns, by the way of
 * imports. They are a day old or more, and read.
 */
export async function fillConversation(call: System['call'], chatPage: Page, count: number): Promise<void> {
  const { viewerId = '', conversation = '' } = await dataOf(chatPage)
  const peerId = conversation.split('_').find((part) => part !== 'd' && part !== viewerId) ?? ''
  const start = Date.now() - 86_400_000 - count * 60_000
  const all = Array.from({ length: count }, (_, i) => ({
    by: i % 3 === 0 ? viewerId : peerId,
    clientId: `import-${i + 1}`,
    text: `message ${i + 1}`,
    at: start + i * 60_000,
    read: true,
  }))
  for (let from = 0; from < count; from += 200) {
    await call(
      messages.importMessages,
      { conversation, messages: all.slice(from, from + 200) },
      { actor: null, requestId: 'fill-conversation' },
    )
  }
}

async function dataOf(page: Page): Promise<Record<string, string | undefined>> {
  const data = await page.evaluate('({ ...document.body.dataset })')
  return data as Record<string, string | undefined> // what a dataset is
}
