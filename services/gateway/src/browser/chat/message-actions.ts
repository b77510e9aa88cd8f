/** What one can do with a message, each for its element. */
export interface MessageActions {
  edit: (message: HTMLElement) => void
  copy: (message: HTMLElement) => void
  delete: (message: HTMLElement) => void
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
  if (shiftKey || ctrlKey || metaKey || altKey) return undefined
  return keys[key]
}

const keys: Readonly<Record<string, MessageAction | 'menu'>> = {
  e: 'edit',
  c: 'copy',
  Delete: 'delete',
  Backspace: 'delete',
  ContextMenu: 'menu',
  m: 'menu',
}

/** Whether a message is one that its author can still change. */
export function isOwn(message: HTMLElement): boolean {
  const { mine, n, deleted, deleting } = message.dataset
  return mine !== undefined && Number(n) > 0 && deleted === undefined && deleting === undefined
}
