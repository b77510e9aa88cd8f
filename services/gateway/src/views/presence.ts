import { html } from 'ghtml'
import type { PersonView, RenderContext } from './model.ts'
import { moment } from './moment.ts'

/** Online, last seen, or nothing where nobody knows. All three are in the markup, so a push only changes the state. */
export function presence(context: RenderContext, person: PersonView): string {
  const seen = moment(context, person.lastSeenAt ?? context.now, 'seen')
  return html`<p id="presence" class="presence" data-state="${state(person)}"><span data-slot="online-words"><span class="dot"></span>Online</span><span data-slot="last-seen">Last seen !${seen}</span></p>`
}

function state(person: PersonView): 'online' | 'away' | 'unknown' {
  if (person.online) return 'online'
  return person.lastSeenAt === undefined ? 'unknown' : 'away'
}
