import fc from 'fast-check'

const prototypeKeys: unknown = JSON.parse(
  '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"x":1}}}',
)

/** Text that has broken programs before, and any other. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom('', ' ', '\0', '\u{1F600}', '\ud800', '\u202e', '\ufeff', 'null', 'undefined', 'NaN', '-0'),
  fc.constantFrom('$gt', '__proto__', 'constructor', 'a.b', '*', '>', 'live.v1.>', '$JS.API.>', '_INBOX.x'),
  fc.constantFrom('../../../etc/passwd', '..%2f..%2f', '%00', '%', '%zz', "' or 1=1 --", '{{7*7}}'),
  fc.constantFrom('<script>alert(1)</script>', '\r\nset-cookie: a=b', '\n\n{"level":60}'),
  fc.constantFrom('**a** ~~`b`~~\n> - [c](javascript:alert(1))', '```\n'.repeat(1_250), '> - '.repeat(1_250)),
  fc.constantFrom('x'.repeat(5_001), 'x'.repeat(70_000), `e${'\u0301'.repeat(3_000)}`, '['.repeat(5_000)),
)

/** Values where something else is expected: operators of databases, keys of prototypes, depths and sizes. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(null, true, -1, 0, 0.5, 1e308, 2 ** 53, Number.MAX_SAFE_INTEGER, [], {}, [[[]]]),
  fc.constantFrom<unknown>({ $gt: '' }, { $ne: null }, { $where: 'sleep(1000)' }, { $regex: '(a+)+$' }),
  fc.constantFrom<unknown>(
    { 'a.b': 1 },
    prototypeKeys,
    Array.from({ length: 2_000 }, (_, i) => i),
  ),
)

/** What is done to one valid input. */
export interface Mutation {
  kind: 'none' | 'replace' | 'drop' | 'add' | 'whole'
  /** Chooses among its keys. */
  at: number
  key: string
  value: unknown
}

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('none', 'replace', 'replace', 'replace', 'drop', 'add', 'whole'),
  at: fc.nat({ max: 20 }),
  key: hostileText,
  value: hostileValue,
})

/** The input with the mutation done to it, which may be no object any more. */
export function mutated(
  input: Readonly<Record<string, unknown>>,
  { kind, at, key, value }: Mutation,
): unknown {
  const entries = Object.entries(input)
  const [chosen] = entries[at % Math.max(1, entries.length)] ?? [key]
  if (kind === 'whole') return value
  if (kind === 'add') return Object.fromEntries([...entries, [key, value]])
  if (kind === 'drop') return Object.fromEntries(entries.filter(([name]) => name !== chosen))
  if (kind === 'replace')
    return Object.fromEntries(entries.map(([name, old]) => [name, name === chosen ? value : old]))
  return input
}
