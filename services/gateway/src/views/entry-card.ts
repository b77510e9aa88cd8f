import { html } from 'ghtml'
import { mark } from './mark.ts'

/** The card in which one logs in or signs up. `content` and `foot` are rendered already. */
export function entryCard(heading: string, content: string, foot: string): string {
  return html`<div class="entry"><p class="entry-brand">!${mark()}<span>Parley</span></p><section class="entry-card" aria-labelledby="entry-title"><h1 id="entry-title">${heading}</h1>!${content}</section><p class="entry-foot">!${foot}</p></div>`
}
