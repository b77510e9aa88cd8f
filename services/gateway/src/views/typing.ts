import { html } from 'ghtml'

/** That somebody is writing something. In the markup from the beginning, so that a push only shows it. */
export const typingInHead = html`<p id="typing" class="typing" hidden>!${words()}</p>`

/** The same in a line of the inbox. */
export const typingInRow = html`<span class="typing" data-slot="typing" hidden>!${words()}</span>`

function words(): string {
  return html`<span class="typing-dots" aria-hidden="true"><span></span><span></span><span></span></span><span data-slot="typing-words">Typing…</span>`
}
