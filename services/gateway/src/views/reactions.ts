import { html } from 'ghtml'
import type { ReactionView } from './model.ts'

/** What people reacted with, below the bubble; each leads to the message's page, or toggles one's own where there are scripts. */
export function reactionList(reactions: readonly ReactionView[], url = ''): string {
  return html`<ul class="reactions">!${reactions.map((one) => html`<li>!${reaction(one, url)}</li>`).join('')}</ul>`
}

/** One emoji, how many reacted with it, and who. */
export function reaction({ emoji, by, mine }: ReactionView, url: string): string {
  const words = reactionWords(by.map(({ name }) => name))
  return html`<a class="reaction" href="${url}" data-action="toggle" data-emoji="${emoji}" data-by="${by.map(({ id }) => id).join(' ')}" !${mine ? 'data-reacted' : ''} title="${emoji} ${words}"><span>${emoji}</span> <span data-slot="count">${by.length}</span><span class="sr-only" data-slot="people"> ${words}</span></a>`
}

/** Said of a reaction: "by You and Ben". */
export function reactionWords(names: readonly string[]): string {
  const shown = names.slice(0, mostNames)
  const more = names.length - shown.length
  const list = more > 0 ? [...shown, `${more} more`] : shown
  const last = list.at(-1) ?? ''
  return `by ${list.length > 1 ? `${list.slice(0, -1).join(', ')} and ${last}` : last}`
}

const mostNames = 20
