import type { ParleyClient } from '@parley/client'
import { isGroup } from '@parley/contracts/group-ids'
import { typingWords } from '../views/typing-words.ts'

/** More need not be asked for: they are several. */
const mostAsked = 4

/** What is said of those who type: in a group who they are. Calls again when it is known who somebody is. */
export function withTypingWords(
  client: ParleyClient,
  { conversation, users }: { conversation: string; users: readonly string[] },
  show: (words: string) => void,
): void {
  if (!isGroup(conversation)) return show('Typing…')
  const some = users.slice(0, mostAsked)
  const names = some.flatMap((user) => client.person(user)?.displayName ?? [])
  if (names.length === some.length) return show(typingWords(names))
  show(some.length > 1 ? 'Several people are typing' : 'Somebody is typing')
  Promise.all(some.map((user) => client.findPerson(user)))
    .then((people) => {
      const isAll = people.every((person) => person !== undefined)
      const isSo = client.typing(conversation).slice(0, mostAsked).join() === some.join()
      if (isAll && isSo) show(typingWords(people.map(({ displayName }) => displayName)))
    })
    .catch(() => undefined) // then it is said as it is
}
