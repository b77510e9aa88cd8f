import { signUp } from '../people/sign-up.ts'
import { writeMessages } from '../people/write-messages.ts'
import type { Scenario } from '../scenario.ts'
import { rateFigures, requestRate, sameAsFirst } from './request-rate.ts'

const senders = 5
const each = 4

interface Unread {
  count: number
  messages: unknown[]
}

/** How much is unread, with previews. */
export const unread: Scenario = {
  name: 'unread',
  summary: 'GET /messages/unread/ of somebody with 20 unread messages in 5 conversations',
  async run(work) {
    const [reader, ...others] = await signUp(work.house.urls, 1 + senders)
    if (!reader) throw new Error('somebody is needed')
    for (const other of others) await writeMessages(other, reader.username, each)
    const { measured, faults } = await requestRate(work, {
      people: [reader],
      connections: work.options.connections,
      unit: 'count',
      request: (connection) => connection.get('/messages/unread/'),
      check: sameAsFirst((body) => {
        const { count, messages } = JSON.parse(body.toString()) as Unread
        if (count !== senders * each || messages.length !== 5)
          throw new Error(`${count} unread instead of ${senders * each}`)
      }),
    })
    return { figures: rateFigures('unread counts', measured), measured: [measured], faults }
  },
}
