import { escape } from './escape.ts'
import { numberText } from './number-text.ts'

export interface Bar {
  name: string
  value: number
}

const row = 26
const left = 130
const width = 560

/** Values as bars, one below the other, as an SVG of its own. */
export function bars(title: string, values: readonly Bar[], unit: string): string {
  const most = Math.max(...values.map(({ value }) => value), Number.MIN_VALUE)
  const height = values.length * row + 8
  const drawn = values.map(({ name, value }, i) => {
    const long = Math.round((Math.max(0, value) / most) * (width - left - 110))
    const y = i * row + 4
    return (
      `<text x="${left - 8}" y="${y + 16}" text-anchor="end">${escape(name)}</text>` +
      `<rect class="bar" x="${left}" y="${y + 3}" width="${long}" height="${row - 8}" rx="3"/>` +
      `<text x="${left + long + 8}" y="${y + 16}">${numberText(value)} ${escape(unit)}</text>`
    )
  })
  return `<figure><figcaption>${escape(title)}</figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(title)}">${drawn.join('')}</svg></figure>`
}
