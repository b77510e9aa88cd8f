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
    expect(
      entries.every(({ n }, i) => n === i + 1),
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
        expect(entry?.clientId === clientId && entry.text === text, `${clientId} was acknowledged as ${seq}`)
      }
      broken.push(...client.complaints)
    }
    const stored = (await world.store.find([conversation])).get(conversation)
    expect(
      stored?.head.seq === end?.seq,
      `the head of ${conversation} is ${stored?.head.seq}, not ${end?.seq}`,
    )
    for (const { by, seq } of entries) {
      const { seen = 0, seenN = 0 } = (await world.store.bySeq(conversation, seq)) ?? {}
      expect(world.told.has(`${conversation} ${seq}`), `${conversation} ${seq} was never published`)
      for (const user of conversation.split('_').slice(1)) {
        const shown = world.shown.get(user)?.has(`${conversation} ${seq}`)
        expect(shown === true, `${user} was never shown ${conversation} ${seq}`)
      }
      const pointer = stored?.pointers.find(({ user }) => user === by)
      expect((pointer?.readSeq ?? 0) >= seen, `${by} had seen ${seen} of ${conversation}`)
      expect(seenN === seen, `${by} had seen ${seenN} messages, not ${seen}`)
    }
  }

  const alive = new Set(world.instances.filter(({ isAlive }) => isAlive).map(({ name }) => name))
  const abandoned = (await world.store.lanes()).filter(({ id }) => !alive.has(id.split('x')[0] ?? ''))
  expect(abandoned.length === 0, `nobody took over ${abandoned.map(({ id }) => id).join()}`)
  for (const [user, shown] of world.shown) {
    const foreign = [...shown].find((entry) => !entry.split(/[_ ]/).includes(user))
    expect(foreign === undefined, `${user} was shown ${foreign}`)
  }
  return broken
}
