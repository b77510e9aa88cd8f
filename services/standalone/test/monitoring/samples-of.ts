/** One line of `/metrics`: a metric's name and the labels of one of its samples. */
export interface Sample {
  name: string
  labels: Map<string, string>
}

/** The samples of a text in Prometheus' format; comments about metrics without any are not among them. */
export function samplesOf(text: string): Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', labels = ''] = /^(\w+)(?:\{(.*)\})? /.exec(line) ?? []
      return {
        name,
        labels: new Map(
          [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]),
        ),
      }
    })
}
