/** The other person of a one-to-one conversation. */
export function peerOf(conversation: string, me: string): string | undefined {
  const [kind, one, other] = conversation.split('_')
  if (kind !== 'd') return undefined
  return one === me ? other : one
}
