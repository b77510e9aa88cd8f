export interface Point {
  x: number
  y: number
}

/** By how much y grows with each x: least squares over all points. NaN where the points have fewer than two x. */
export function slope(points: readonly Point[]): number {
  const meanX = mean(points.map(({ x }) => x))
  const meanY = mean(points.map(({ y }) => y))
  const covariance = sum(points.map(({ x, y }) => (x - meanX) * (y - meanY)))
  const variance = sum(points.map(({ x }) => (x - meanX) ** 2))
  return variance === 0 ? Number.NaN : covariance / variance
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : sum(values) / values.length
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
