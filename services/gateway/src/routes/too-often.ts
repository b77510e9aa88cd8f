/** How long somebody has to wait, in words. */
export function tooOften(seconds: number): string {
  const wait = seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`
  return `That was tried too often. Wait ${wait} and try again.`
}
