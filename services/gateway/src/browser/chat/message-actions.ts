/** What one can do with a message, each for its element. */
export interface MessageActions {
  reply: (message: HTMLElement) => void
  /** To other conversations. */
  forward: (message: HTMLElement) => void
  edit: (message: HTMLElement) => void
  copy: (message: HTMLElement) => void
  /** Copies the address that leads to it. */
  link: (message: HTMLElement) => void
  /** For all of the conversation, or not any more. */
  pin: (message: HTMLElement) => void
  /** For oneself, or not any more. */
  save: (message: HTMLElement) => void
  delete: (message: HTMLElement) => void
  /** With the emoji of the menu's button. */
  react: (message: HTMLElement, emoji?: string) => void
  /** Goes to the page where one says why. */
  report: (message: HTMLElement) => void
  /** With one that is yet to be chosen. */
  pick: (message: HTMLElement) => void
}

export type MessageAction = keyof MessageActions

export interface ActionKey {
  key: string
  shiftKey: boolean
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
}

/** What a key means on a message that has the focus. */
export function actionOfKey(event: ActionKey): MessageAction | 'menu' | undefined {
  const { key, shiftKey, ctrlKey, metaKey, altKey } = event
  if (key === 'F10' && shiftKey) return 'menu'
  // On many keyboards a plus takes Shift.
  if ((shiftKey && key !== '+') || ctrlKey || metaKey || altKey) return undefined
  return keys[key]
}

const keys: Readonly<Record<string, MessageAction | 'menu'>> = {
  e: 'edit',
  f: 'forward',
  c: 'copy',
  l: 'link',
  p: 'pin',
  s: 'save',
  Delete: 'delete',
  Backspace: 'delete',
  r: 'reply',
  '+': 'pick',
  ContextMenu: 'menu',
  m: 'menu',
}

/** Whether a message is in the log, and not deleted. */
export function isThere({ dataset: { n, deleted, deleting } }: HTMLElement): boolean {
  return Number(n) > 0 && deleted === undefined && deleting === undefined
}

/** Whether it is one that whoever looks at it can change. */
export function isOwn(message: HTMLElement): boolean {
  return message.dataset.mine !== undefined && isThere(message)
}
