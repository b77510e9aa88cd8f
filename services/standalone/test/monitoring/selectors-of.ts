import { parser } from '@prometheus-io/lezer-promql'
import type { SyntaxNode } from '@lezer/common'

/** A metric that an expression asks for, with the labels that it names. */
export interface Selector {
  name: string
  labels: Map<string, string>
}

/** What an expression of PromQL is about. @throws where it cannot be parsed */
export function selectorsOf(expression: string): Selector[] {
  // What Grafana puts in before it asks.
  const text = expression.replaceAll('$__rate_interval', '1m')
  const selectors: Selector[] = []
  parser.parse(text).iterate({
    enter({ name, node, from, to, type }) {
      if (type.isError) throw new Error(`${text}: cannot be read at ${from}`)
      const words = (one: SyntaxNode | null) => (one ? text.slice(one.from, one.to) : '')
      if (name === 'VectorSelector')
        selectors.push({ name: words(node.getChild('Identifier')), labels: new Map() })
      if (name !== 'UnquotedLabelMatcher') return
      const label = words(node.getChild('LabelName'))
      selectors.at(-1)?.labels.set(label, text.slice(from, to).slice(label.length))
    },
  })
  return selectors
}
