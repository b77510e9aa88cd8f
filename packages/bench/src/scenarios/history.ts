import { signUp } from '../people/sign-up.ts'
import { writeMessages } from '../people/write-messages.ts'
import type { Scenario } from '../scenario.ts'
import { rateFigures, requestRate, sameAsFirst } from './request-rate.ts'

const page = 200

interface History {
  messages: { id: number }[]
}

/** The newest 200 messages with somebody, over one connection. */
export const history: Scenario = {
  name: 'history',
  summary: 'GET /messages/history/<username>/ with 200 messages, one connection',
  async run(work) {
    const [one, other] = await signUp(work.house.urls, 2)
    if (!one || !other) throw new Error('two people are needed')
    await writeMessages(one, other.username, page)
    // The first time moves the pointer; what is measured is a history that was read.
    await one.get(`/messages/history/${other.username}/`)
    await other.get(`/messages/history/${one.username}/`)
    const { measured, faults } = await requestRate(work, {
      people: [one],
      connections: 1,
      unit: 'history',
      request: (connection) => connection.get(`/messages/history/${other.username}/`),
      check: sameAsFirst((body) => {
        const { messages } = JSON.parse(body.toString()) as History
        const isWhole = messages.length === page && messages.every(({ id }, i) => id === i + 1)
        if (!isWhole) throw new Error(`a history of ${page} messages has ${messages.length}, or not in order`)
      }),
    })
    return { figures: rateFigures('histories of 200', measured), measured: [measured], faults }
  },
}
