/** What no line has: control characters, line and paragraph separators, and what turns the direction of the text around it. */
export const notInOneLine = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u
