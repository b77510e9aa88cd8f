import type { MessageState } from '../../views/model.ts'
import { clone } from '../elements.ts'

/** Shows how far one's own message got. `problem` says why it was refused. */
export function setStatus(message: HTMLElement, state: MessageState, problem = ''): void {
  const shown = message.querySelector('.status')
  const status = clone(`tpl-status-${state}`, HTMLElement)
  message.dataset.state = state
  if (shown === null || status === undefined) return
  if (problem !== '') status.title = problem
  const hadFocus = shown.contains(document.activeElement)
  shown.replaceWith(status)
  if (hadFocus) message.focus({ preventScroll: true })
}

export function stateOf(message: HTMLElement): MessageState | undefined {
  return states.find((state) => state === message.dataset.state)
}

const states: readonly MessageState[] = ['sending', 'sent', 'delivered', 'read', 'failed', 'unknown']
