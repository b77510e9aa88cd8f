import { escape } from './escape.ts'
import { numberText } from './number-text.ts'

export interface Series {
  name: string
  points: { x: number; y: number }[]
}

export interface Axis {
  label: string
  /** Where a value stands, from 0 to 1. */
  place: (value: number) => number
  ticks: { at: number; label: string }[]
}

const size = { width: 560, height: 260, left: 62, right: 12, top: 12, bottom: 40 }
const inner = { width: size.width - size.left - size.right, height: size.height - size.top - size.bottom }

/** Lines over two axes, as an SVG of its own. */
export function plot(title: string, series: readonly Series[], x: Axis, y: Axis): string {
  const across = (value: number) => round(size.left + x.place(value) * inner.width)
  const up = (value: number) => round(size.top + (1 - y.place(value)) * inner.height)
  const bottom = size.top + inner.height
  const grid = [
    ...y.ticks.map(
      ({ at, label }) =>
        `<path class="grid" d="M${size.left} ${up(at)}H${size.left + inner.width}"/>` +
        `<text x="${size.left - 8}" y="${up(at) + 4}" text-anchor="end">${escape(label)}</text>`,
    ),
    ...x.ticks.map(
      ({ at, label }) =>
        `<path class="grid" d="M${across(at)} ${size.top}V${bottom}"/>` +
        `<text x="${across(at)}" y="${bottom + 16}" text-anchor="middle">${escape(label)}</text>`,
    ),
  ]
  const lines = series.map(({ name, points }, i) => {
    const path = points.map((point, k) => `${k === 0 ? 'M' : 'L'}${across(point.x)} ${up(point.y)}`).join('')
    return `<path class="line s${i}" d="${path}"><title>${escape(name)}</title></path>`
  })
  const names = series.map(({ name }, i) => `<span class="key s${i}"></span>${escape(name)}`)
  return `<figure><figcaption>${escape(title)}${names.length > 1 ? ` <small>${names.join(' ')}</small>` : ''}</figcaption>
<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escape(title)}">${grid.join('')}${lines.join('')}
<text x="${size.left + inner.width / 2}" y="${size.height - 6}" text-anchor="middle">${escape(x.label)}</text>
<text transform="translate(12 ${size.top + inner.height / 2}) rotate(-90)" text-anchor="middle">${escape(y.label)}</text></svg></figure>`
}

/** From 0 to the greatest value, in round steps. */
export function linearAxis(label: string, most: number): Axis {
  const step = roundStep(most / 4)
  const top = Math.max(step, Math.ceil(most / step) * step)
  const count = Math.round(top / step)
  return {
    label,
    place: (value) => value / top,
    ticks: Array.from({ length: count + 1 }, (_, i) => ({ at: i * step, label: tickText(i * step) })),
  }
}

/** By powers of ten around the values, all above 0. */
export function logAxis(label: string, values: readonly number[]): Axis {
  const positive = values.filter((value) => value > 0)
  const low = Math.floor(Math.log10(Math.min(...positive, 1)))
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...positive, 1))))
  return {
    label,
    place: (value) => (Math.log10(Math.max(value, 10 ** low)) - low) / (high - low),
    ticks: Array.from({ length: high - low + 1 }, (_, i) => ({
      at: 10 ** (low + i),
      label: tickText(10 ** (low + i)),
    })),
  }
}

/** Percentiles by how few are beyond them, so that the slowest have the room that they need. */
export function percentileAxis(): Axis {
  const ticks = [0, 50, 90, 99, 99.9, 99.99]
  const nines = (percentile: number) => -Math.log10(Math.max(1e-4, 1 - percentile / 100))
  return {
    label: 'percentile',
    place: (value) => nines(value) / 4,
    ticks: ticks.map((at) => ({ at, label: String(at) })),
  }
}

function roundStep(least: number): number {
  if (!(least > 0)) return 1
  const power = 10 ** Math.floor(Math.log10(least))
  return ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= least) ?? 10) * power
}

function tickText(value: number): string {
  return value >= 1 || value === 0 ? value.toLocaleString('en') : numberText(value)
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
