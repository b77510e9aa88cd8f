import { ofType } from '../history.ts'
import type { Check } from './violation.ts'

const promise = 'when the faults are over everything is sent and everybody is back'

/** Also: no message is refused for good, since all of them are such as the server takes. */
export const allFinished: Check = (history) => [
  ...ofType(history, 'unfinished').map(({ client, what }) => ({ promise, what: `${client}: ${what}` })),
  ...ofType(history, 'refused').map(({ client, message, code }) => ({
    promise,
    what: `${message} of ${client} was refused as ${code}`,
  })),
]
