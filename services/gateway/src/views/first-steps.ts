import { emptyState } from './empty-state.ts'
import type { RenderContext } from './model.ts'

/** What someone is told who has no conversation yet. */
export function firstSteps(context: RenderContext): string {
  return emptyState(context, {
    icon: 'users',
    heading: 'Write to someone',
    words: 'Find a person by name, open their profile and choose Message. They appear here from then on.',
    action: '<a class="button" data-variant="primary" href="/people/">Find people</a>',
  })
}
