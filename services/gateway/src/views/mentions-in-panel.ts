/** Mentions that the bell's panel shows; the page has all of them. */
export const mentionsInPanel = 5
