const minuteMs = 60_000
/** No date lasts longer anywhere. */
const longestDayMinutes = 26 * 60

/**
 * The first minute of the date after that of `now`, in milliseconds since 1970. In UTC where there is no such time zone,
 * as pages without scripts show times.
 */
export function endOfDay(now: number, timeZone: string): number {
  const dateAt = dates(timeZone)
  const today = dateAt(now)
  let [last, next] = [Math.floor(now / minuteMs), Math.floor(now / minuteMs) + longestDayMinutes]
  // By halving, since days have 23 to 25 hours where clocks are changed.
  while (next - last > 1) {
    const middle = Math.floor((last + next) / 2)
    if (dateAt(middle * minuteMs) === today) last = middle
    else next = middle
  }
  return next * minuteMs
}

function dates(timeZone: string): (at: number) => string {
  try {
    const format = new Intl.DateTimeFormat('en', { dateStyle: 'short', timeZone })
    return (at) => format.format(at)
  } catch {
    return dates('UTC')
  }
}
