/** Where a key leads in a list of `length`: the index to go to, or undefined where the key means nothing there. */
export function listStep(key: string, current: number, length: number): number | undefined {
  if (length === 0) return undefined
  if (key === 'ArrowDown') return Math.min(current + 1, length - 1)
  if (key === 'ArrowUp') return current < 0 ? length - 1 : Math.max(current - 1, 0)
  if (key === 'Home') return 0
  if (key === 'End') return length - 1
  return undefined
}
