/** The product's mark, a P that is also a speech bubble, in the colour of what stands around it. */
export function mark(): string {
  return `<svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><path fill="currentColor" fill-rule="evenodd" d="${markPath}"/></svg>`
}

/** Drawn on a square of 32. */
export const markPath =
  'M4 14.5a12 12 0 1 1 12 12h-5v1.6a3.4 3.4 0 0 1-7 0zm12-5a5 5 0 1 0 0 10 5 5 0 0 0 0-10z'
