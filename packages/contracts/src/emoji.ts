/** Emoji that are recommended for interchange, by the Unicode data of whoever asks. */
const oneEmoji = /^\p{RGI_Emoji}$/v
const asEmoji = '\uFE0F'

/** UTF-16 units of one emoji at most: families and flags of regions take some fifteen. */
export const longestEmoji = 40

/** Whether a text is one emoji and nothing else: one grapheme, however many characters it takes. */
export function isOneEmoji(text: string): boolean {
  return text.length <= longestEmoji && oneEmoji.test(text)
}

/** A text as the one emoji that it means, also where it leaves out that it is to be shown as one (❤ for ❤️). */
export function emojiOf(text: string): string | undefined {
  const trimmed = text.trim()
  return [trimmed, trimmed + asEmoji].find(isOneEmoji)
}
