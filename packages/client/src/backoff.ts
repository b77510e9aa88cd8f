/**
 * The pause before try `failures + 1`: doubled with each failure up to `longestMs`, of which the second half is
 * chance, so that clients that lost the same server do not come back all at once.
 */
export function pauseMs(failures: number, firstMs: number, longestMs: number, random: () => number): number {
  const whole = Math.min(longestMs, firstMs * 2 ** Math.min(Math.max(failures - 1, 0), 20))
  return whole / 2 + (random() * whole) / 2
}
