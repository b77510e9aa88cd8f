/** Whom one talks with: a person by username, or a group by the id that its addresses have. */
export type Addressee = { username: string } | { group: string }

export type ChatAction =
  | 'send'
  | 'forward'
  | 'edit'
  | 'delete'
  | 'react'
  | 'unreact'
  | 'pin'
  | 'unpin'
  | 'pinned'
  | 'save'
  | 'unsave'
  | 'report'
  | 'arrange'
  | 'history'
  | 'seen'

/** Messages below it on the page that shows one where it stands. */
const shownBelow = 20

/** Where one talks with somebody. */
export function chatUrl(to: Addressee): string {
  return 'group' in to ? `/messages/group/${to.group}/` : `/messages/chat/${to.username}/`
}

/** Where one does something with a conversation. */
export function actionUrl(to: Addressee, action: ChatAction): string {
  return 'group' in to ? `/messages/group/${to.group}/${action}/` : `/messages/${action}/${to.username}/`
}

/** One message by itself. */
export function messageUrl(to: Addressee, n: number): string {
  return `${chatUrl(to)}${n}/`
}

/** A chat at one of its messages. */
export function placeInChat(to: Addressee, n: number): string {
  return `${chatUrl(to)}?before=${n + shownBelow}#m-${n}`
}

/** Where there is more about somebody. */
export function aboutUrl(to: Addressee): string {
  return 'group' in to ? `/messages/group/${to.group}/about/` : `/people/${to.username}/`
}
