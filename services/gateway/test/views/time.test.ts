import t from 'tap'
import { badgeText, badgeWords, titleText } from '../../src/views/badge.ts'
import { hue, hues, initials } from '../../src/views/avatar.ts'
import { formatTime, type TimeStyle } from '../../src/views/time.ts'

const now = '2026-11-23T15:30:00.000Z'

function words(at: string, style: TimeStyle, timeZone = 'UTC', locale = 'en-GB'): string {
  return formatTime(at, style, { now, timeZone, locale })
}

t.test('times read as people say them', async (t) => {
  t.equal(words('2026-11-23T09:05:00.000Z', 'clock'), '09:05')
  t.equal(words('2026-11-23T09:05:00.000Z', 'short'), '09:05')
  t.equal(words('2026-11-22T09:05:00.000Z', 'short'), 'Yesterday')
  t.equal(words('2026-11-19T09:05:00.000Z', 'short'), 'Thu')
  t.equal(words('2026-10-02T09:05:00.000Z', 'short'), '2 Oct')
  t.equal(words('2025-10-02T09:05:00.000Z', 'short'), '2 Oct 2025')
  t.equal(words('2026-11-23T00:00:00.000Z', 'day'), 'Today')
  t.equal(words('2026-11-16T09:05:00.000Z', 'day'), 'Monday 16 November')
  t.match(words('2026-11-16T09:05:07.000Z', 'full'), /09:05:07/)
  t.equal(words('2026-11-23T15:29:40.000Z', 'seen'), 'this minute')
  t.equal(words('2026-11-23T15:25:00.000Z', 'seen'), '5 minutes ago')
  t.equal(words('2026-11-23T12:20:00.000Z', 'seen'), '3 hours ago')
  t.equal(words('2026-11-22T12:20:00.000Z', 'seen'), 'yesterday')
})

t.test('in the zone and language of the reader', async (t) => {
  t.equal(words('2026-11-23T14:02:00.000Z', 'clock', 'Asia/Kolkata'), '19:32')
  t.equal(
    words('2026-11-22T15:30:00.000Z', 'day', 'Asia/Tokyo'),
    'Yesterday',
    'half past midnight, two days on',
  )
  t.equal(words('2026-11-22T09:00:00.000Z', 'short', 'UTC', 'de'), 'Gestern')
})

t.test('a clock that is behind says nothing silly', async (t) => {
  t.equal(words('2026-11-23T15:31:00.000Z', 'seen'), 'this minute')
  t.equal(words('2026-11-24T10:00:00.000Z', 'short'), '10:00')
})

t.test('counts', async (t) => {
  t.same([0, 1, 99, 100, -1].map(badgeText), ['', '1', '99', '99+', ''])
  t.same([0, 1, 2].map(badgeWords), ['No unread messages', '1 unread message', '2 unread messages'])
  t.same([titleText('Messages', 0), titleText('Messages', 3)], ['Messages · Parley', '(3) Messages · Parley'])
})

t.test('initials are of every script and bounded', async (t) => {
  t.same(['Rosa Demo', 'x', '', ' - ', '示例', '🦊 Fox'].map(initials), ['RD', 'X', '?', '?', '示', '🦊'])
  t.same(['Rosa (at work)', 'Rosa (at work) Demo', '(Rosa)'].map(initials), ['R', 'RD', 'R'])
  t.ok(initials(`Z${'\u0301'.repeat(60)} a`).length <= 5)
  const seen = new Set(Array.from({ length: 200 }, (_, i) => hue(`demo_${i}`)))
  t.equal(seen.size, hues, 'every hue is used')
  t.ok([...seen].every((one) => one >= 0 && one < hues))
})
