import { html } from 'ghtml'
import { icon } from './icon.ts'
import type { RenderContext } from './model.ts'

/** An emoji, its name, and words by which it is found beside that. */
export type ListedEmoji = readonly [emoji: string, name: string, words: string]

/** Where one chooses among all emoji, by name. Scripts fill it when it is first opened. */
export function emojiPicker(context: RenderContext): string {
  return html`<dialog id="emoji-picker" class="dialog dialog-picker" aria-label="React with an emoji" data-src="${context.assetUrl('emoji.json')}"><form class="switcher-form" method="dialog" role="search"><span class="switcher-icon">!${icon(context, 'search')}</span><input id="emoji-search" type="text" aria-label="Name of an emoji" aria-controls="emoji-list" autocomplete="off" autocapitalize="none" spellcheck="false" placeholder="Find an emoji"><button type="button" class="icon-button" data-close aria-label="Close">!${icon(context, 'x')}</button></form><div id="emoji-list" class="emoji-list" role="listbox" aria-label="Emoji"></div><p id="emoji-none" class="notifications-empty" hidden>No emoji of that name.</p></dialog>`
}
