import type { BrowserlessPerson } from '@parley/testing'

interface History {
  messages: { id: number; content: string }[]
}

/** Holds the log of each pair of people against how many messages they sent: their number is the newest one's id. */
export async function storedFaults(
  people: readonly BrowserlessPerson[],
  sent: readonly number[],
): Promise<string[]> {
  let wrong = 0
  for (const [pair, count] of sent.entries()) {
    const [one, other] = [people[pair * 2], people[pair * 2 + 1]]
    if (!one || !other) continue
    const answer = await one.get(`/messages/history/${other.username}/?limit=1&peek=1`)
    const newest = answer.json<History>().messages[0]?.id ?? 0
    if (newest !== count) wrong += Math.abs(newest - count)
  }
  return wrong > 0 ? [`${wrong} messages stored too many or too few`] : []
}
