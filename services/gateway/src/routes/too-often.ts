/** How long somebody has to wait, in words. */
export function tooOften(seconds: number): string {
  const wait = seconds < 90 ? inSeconds(seconds) : `${Math.ceil(seconds / 60)} minutes`
  return `That was tried too often. Wait ${wait} and try again.`
}

function inSeconds(seconds: number): string {
  return seconds === 1 ? 'a second' : `${seconds} seconds`
}
