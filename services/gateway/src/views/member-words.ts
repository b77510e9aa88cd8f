/** How many are in a group. */
export function memberWords(count: number): string {
  return count === 1 ? '1 member' : `${count.toLocaleString('en')} members`
}
