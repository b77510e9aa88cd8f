/** A message as it is shown: text, and what stands in marks. In order; no text is lost but the marks themselves. */
export type Piece = string | Formatted

export type Formatted =
  | { kind: 'bold' | 'italic' | 'strike' | 'code'; parts: Piece[] }
  /** `url` is an http, https or mailto address. */
  | { kind: 'link'; url: string; parts: Piece[] }
  | { kind: 'quote'; parts: Piece[] }
  /** One item of a list. `marker` is `•`, or the number as it was written: `3.` */
  | { kind: 'item'; marker: string; parts: Piece[] }
  /** `language` as it was written after the fence, or empty. */
  | { kind: 'codeBlock'; language: string; parts: string[] }

/** What finds the pieces. It is handed over, since browsers load the one that knows the marks only when they need it. */
export type Parse = (text: string) => Piece[]
