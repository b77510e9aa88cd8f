import t from 'tap'
import { isoTime } from '../../src/rendering/iso-time.ts'

t.test('every time is written as the language writes it', async (t) => {
  const edges = [0, 1, -1, 59_999, 60_000, 86_399_999, 86_400_000, 1_795_448_005_007, 253_402_300_799_999]
  const stepMs = 7_919 * 3_600_013
  const many = Array.from({ length: 2_000 }, (_, i) => i * stepMs - 1_000 * stepMs)
  // Days one after the other, and there and back.
  for (const at of [...edges, ...many, ...edges.toReversed()]) {
    if (isoTime(at) !== new Date(at).toISOString()) t.fail(`${at} became ${isoTime(at)}`)
  }
  t.equal(isoTime(1_795_448_005_007), '2026-11-23T15:33:25.007Z')
})
