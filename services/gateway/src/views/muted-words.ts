/** What is said of a conversation that is muted. */
export function mutedWords(hearsMentions = false): string {
  return hearsMentions ? 'Muted, but for mentions' : 'Muted'
}
