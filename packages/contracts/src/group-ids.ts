// Apart from names.ts, so that browsers get it without the schemas.

const groups = /^g_[a-z0-9]{1,64}$/

export function isGroup(conversation: string): boolean {
  return groups.test(conversation)
}

/** The id of a group in addresses. */
export function groupId(conversation: string): string {
  return conversation.slice(2)
}

/** The group that an address names. */
export function groupConversation(id: string): string {
  return `g_${id}`
}
