import { blockedPage, blockPage, chatPage } from '../../src/views/index.ts'
import { everydayChat } from './chats.ts'
import { chat, type chrome, now, people } from './demo.ts'

/** Pages about people whom somebody blocks, by name. */
export function blockStates(inside: ReturnType<typeof chrome>): Record<string, string> {
  const back = { from: 'chat', backUrl: '/' }
  const all = Object.values(people).map((person) => ({ person, at: now }))
  const list = { previousPage: null, nextPage: null, isDone: false }
  const closed = { closed: true, isPeerBlocked: true, arrangeUrl: '/' }
  return {
    block: blockPage(inside, { peer: people.rosa, isBlocked: false, ...back }),
    'block-long': blockPage(inside, { peer: people.unbroken, isBlocked: false, ...back }),
    unblock: blockPage(inside, { peer: people.rosa, isBlocked: true, ...back }),
    blocked: blockedPage(inside, { ...list, people: all, nextPage: 2, isDone: true }),
    'blocked-nobody': blockedPage(inside, { ...list, people: [] }),
    'chat-closed': chatPage(inside, { ...everydayChat(), ...closed }),
    'chat-closed-empty': chatPage(inside, { ...chat(people.arabic, []), closed: true, isPeerBlocked: true }),
    'chat-closed-refused': chatPage(inside, {
      ...everydayChat(),
      ...closed,
      draft: 'What was typed is here,\nto be copied.',
    }),
  }
}
