import { BrowserlessPerson, waitFor } from '@parley/testing'
import type { WholeSystem } from './whole-system.ts'

export interface People {
  /** Of the first gateway. */
  ann: BrowserlessPerson
  /** Of the second. */
  ben: BrowserlessPerson
  /** Of the second, and nobody's partner. */
  eve: BrowserlessPerson
}

/** Signs up three, as soon as the system can. */
export async function people({ gateways: [one, two] }: WholeSystem): Promise<People> {
  const signUp = (url: string, name: string) =>
    waitFor(() => BrowserlessPerson.signUp(url, name), { what: `${name} to sign up`, timeoutMs: 30_000 })
  return { ann: await signUp(one, 'ann'), ben: await signUp(two, 'ben'), eve: await signUp(two, 'eve') }
}

/** Sends until it is acknowledged, with the same client id; how many tries it took. */
export async function sendUntilTaken(
  from: BrowserlessPerson,
  to: string,
  text: string,
): Promise<{ id: number; tries: number }> {
  let tries = 0
  return await waitFor(
    async () => {
      tries += 1
      const answer = await from.post(`/messages/send/${to}/`, {
        message: text,
        client_id: text.replaceAll(' ', '-'),
      })
      return answer.status === 200 ? { id: answer.json<{ id: number }>().id, tries } : undefined
    },
    { what: `${text} to be taken`, timeoutMs: 30_000 },
  )
}
