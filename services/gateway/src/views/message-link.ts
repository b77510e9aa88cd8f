/**
 * The address of a message, the same for both of its conversation: it leads each of them to where it stands in their chat,
 * and nobody else anywhere.
 */
export function messageLink(one: string, other: string, n: number): string {
  return `/messages/at/${one}/${other}/${n}/`
}
