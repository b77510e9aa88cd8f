import { BrowserlessPerson, uniqueName } from '@parley/testing'

/** Something with Parley's public surface; two addresses where it has two gateways. */
export interface Installation {
  urls: [string, ...string[]]
}

/** Two people, at two gateways where there are two, and an outsider. */
export async function three({ urls: [url, second = url] }: Installation) {
  const name = (stem: string) =>
    uniqueName(stem)
      .replace(/[^a-z0-9_]/g, '_')
      .slice(0, 30)
  const [ann, ben, eve] = await Promise.all([
    BrowserlessPerson.signUp(url, name('ann')),
    BrowserlessPerson.signUp(second, name('ben')),
    BrowserlessPerson.signUp(url, name('eve')),
  ])
  return { ann, ben, eve }
}

export interface PublicMessage {
  id: number
  sender: string
  recipient: string
  content: string
  created_at: string
  is_read?: boolean
}
export interface UnreadBody {
  count: number
  messages: { id: number; sender: string; content: string; created_at: string; chat_url: string }[]
}
export interface ErrorBody {
  error: { code: string; message: string; field?: string }
}
