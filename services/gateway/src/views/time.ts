/**
 * `clock` 14:02 · `day` Today, Monday 23 November · `short` 14:02, Yesterday, Mon, 23 Nov · `full` the exact instant ·
 * `date` 23 November 2026 · `seen` (last seen) 5 minutes ago.
 */
export type TimeStyle = 'clock' | 'day' | 'short' | 'full' | 'date' | 'seen'

export interface TimeContext {
  /** ISO 8601 instant that counts as now. */
  now: string
  locale: string
  timeZone: string
}

const kinds = {
  clock: { timeStyle: 'short' },
  full: { dateStyle: 'full', timeStyle: 'long' },
  date: { dateStyle: 'long' },
  isoDay: { year: 'numeric', month: '2-digit', day: '2-digit' },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  dayOfYear: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  weekday: { weekday: 'short' },
  shortDay: { day: 'numeric', month: 'short' },
  shortDayOfYear: { day: 'numeric', month: 'short', year: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

/** The server's reading of a time, which browsers replace by their own. */
export function serverTime(now: string): TimeContext {
  return { now, locale: 'en-GB', timeZone: 'UTC' }
}

/** Words for an instant. Used by the server in UTC and by the browser in the reader's own zone and language. */
export function formatTime(at: string, style: TimeStyle, context: TimeContext): string {
  switch (style) {
    case 'clock':
      return format(at, context, kinds.clock)
    case 'full':
      return format(at, context, kinds.full)
    case 'date':
      return format(at, context, kinds.date)
    case 'day':
      return formatDay(at, context)
    case 'short':
      return formatShort(at, context)
    case 'seen':
      return formatSeen(at, context)
  }
}

/** Names the day of an instant in a time zone as YYYY-MM-DD. */
export function localDay(timeZone: string): (at: string) => string {
  if (timeZone === 'UTC') return (at) => at.slice(0, 10)
  const days = formatter('en-CA', timeZone, kinds.isoDay)
  return (at) => days.format(new Date(at))
}

function formatDay(at: string, context: TimeContext): string {
  const age = ageInDays(at, context)
  if (age === 0 || age === 1) return relativeDay(age, context)
  const isThisYear = at.slice(0, 4) === context.now.slice(0, 4)
  return format(at, context, isThisYear ? kinds.day : kinds.dayOfYear)
}

function formatShort(at: string, context: TimeContext): string {
  const age = ageInDays(at, context)
  if (age <= 0) return formatTime(at, 'clock', context)
  if (age === 1) return relativeDay(1, context)
  if (age < 7) return format(at, context, kinds.weekday)
  const isThisYear = at.slice(0, 4) === context.now.slice(0, 4)
  return format(at, context, isThisYear ? kinds.shortDay : kinds.shortDayOfYear)
}

function formatSeen(at: string, context: TimeContext): string {
  const minutes = Math.floor((Date.parse(context.now) - Date.parse(at)) / 60_000)
  const relative = relativeFormatter(context.locale)
  if (minutes < 1) return relative.format(0, 'minute')
  if (minutes < 60) return relative.format(-minutes, 'minute')
  const age = ageInDays(at, context)
  if (age === 0) return relative.format(-Math.floor(minutes / 60), 'hour')
  if (age < 7) return relative.format(-age, 'day')
  return formatShort(at, context)
}

function ageInDays(at: string, context: TimeContext): number {
  const dayOf = localDay(context.timeZone)
  return Math.round((Date.parse(dayOf(context.now)) - Date.parse(dayOf(at))) / 86_400_000)
}

function relativeDay(age: number, context: TimeContext): string {
  const words = relativeFormatter(context.locale).format(-age, 'day')
  return words.charAt(0).toLocaleUpperCase(context.locale) + words.slice(1)
}

function format(at: string, context: TimeContext, options: Intl.DateTimeFormatOptions): string {
  return formatter(context.locale, context.timeZone, options).format(new Date(at))
}

const most = 64
const relativeFormatters = new Map<string, Intl.RelativeTimeFormat>()
const formatters = new Map<Intl.DateTimeFormatOptions, Map<string, Intl.DateTimeFormat>>()

function relativeFormatter(locale: string): Intl.RelativeTimeFormat {
  return kept(relativeFormatters, locale, () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))
}

function formatter(
  locale: string,
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const ofKind = kept(formatters, options, () => new Map<string, Intl.DateTimeFormat>())
  return kept(
    ofKind,
    `${locale}|${timeZone}`,
    () => new Intl.DateTimeFormat(locale, { timeZone, ...options }),
  )
}

/** Formatters are slow to make; there are few kinds of them, but locales come from outside, so each cache has a bound. */
function kept<K, V>(cache: Map<K, V>, key: K, make: () => V): V {
  const known = cache.get(key)
  if (known !== undefined) return known
  if (cache.size >= most) cache.clear()
  const made = make()
  cache.set(key, made)
  return made
}
