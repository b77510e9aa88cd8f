/** A number with as many places as say something. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  const places = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3
  return value.toLocaleString('en', { minimumFractionDigits: places, maximumFractionDigits: places })
}

export function bytesText(bytes: number): string {
  return `${numberText(bytes / 1_048_576)} MB`
}
