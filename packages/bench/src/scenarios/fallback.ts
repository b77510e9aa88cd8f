import { wordsFor, DeliveryCheck } from '../traffic/delivery-check.ts'
import { signUp } from '../people/sign-up.ts'
import type { Scenario } from '../scenario.ts'
import { storedFaults } from '../traffic/stored-faults.ts'
import { rateFigures, requestRate } from './request-rate.ts'

/** Messages over plain HTTP, as where WebSockets do not get through. */
export const fallback: Scenario = {
  name: 'fallback',
  summary:
    'POST /messages/send/<username>/ with a CSRF token, JSON; a person and a conversation for each connection',
  async run(work) {
    const { connections } = work.options
    const people = await signUp(work.house.urls, connections * 2)
    const checks = Array.from({ length: connections }, () => new DeliveryCheck())
    const senders = people.filter((_, i) => i % 2 === 0)
    const { measured, faults } = await requestRate(work, {
      people: senders,
      connections,
      unit: 'message',
      request: (connection, i) => {
        const number = checks[i]?.sending()
        const message = `${number} is what this message would say if anybody had written it.`
        return connection.post(`/messages/send/${people[i * 2 + 1]?.username}/`, { message })
      },
      check: ({ body }, i) => void checks[i]?.arrived((JSON.parse(body.toString()) as { id: number }).id),
    })
    const stored = await storedFaults(
      people,
      checks.map(({ sent }) => sent),
    )
    const numbered = wordsFor(
      'answers',
      checks.map((check) => check.faults()),
    )
    return {
      figures: rateFigures('messages by HTTP', measured),
      measured: [measured],
      faults: [...faults, ...numbered, ...stored],
    }
  },
}
