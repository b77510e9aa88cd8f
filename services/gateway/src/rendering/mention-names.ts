import type { Entry, Person } from '@parley/contracts'
import { everybodyName } from '../views/mention-spans.ts'

/** By what names a message calls those whom it mentions; who is not known is left out. */
export function mentionNames(
  { mentions = [] }: Pick<Entry, 'mentions'>,
  people: ReadonlyMap<string, Person>,
): string[] {
  return mentions.flatMap((user) => (user === '*' ? everybodyName : (people.get(user)?.username ?? [])))
}
