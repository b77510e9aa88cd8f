import fc from 'fast-check'

/** What marks are made of, what may stand beside them, and what would be markup elsewhere. */
const fragments = [
  '* ** *** _ __ ~~ ` `` ``` [ ] ]( ) ( ! \\ | # --- > - word a B2 é 漢字 한국 שלום 🎉 👩‍👩‍👧 … 7'.split(' '),
  ['\n', '\n\n', '\r\n', ' ', '  ', '    ', '\t', '> ', '- ', '1. ', '12) ', '+ ', '\n> ', '\n- '],
  ['\u200b', '\u202e', '\u0301', '\ufeff'],
  'https://example.org/a_b www.example.com me@example.org bank.example mailto:a@b.example'.split(' '),
  '[words](https://example.org/x_(y)) ](https://evil.example) ](javascript:alert(1)) (data:text/html,x)'.split(
    ' ',
  ),
  '<script>alert(1)</script> </code></pre> <!-- ]]> &lt; &#60; " \' = onclick= ${x} !${x}'.split(' '),
  ['<img src=x onerror=alert(1)>', '" onmouseover="x'],
].flat()

const anyOf = (maxLength: number) =>
  fc.array(fc.constantFrom(...fragments), { maxLength }).map((all) => all.join(''))

const pairs = [
  ['**', '**'],
  ['*', '*'],
  ['_', '_'],
  ['~~', '~~'],
  ['`', '`'],
  ['``', '``'],
  ['\n```ts\n', '\n```\n'],
  ['[', '](https://example.org)'],
  ['\n> ', '\n'],
  ['\n- ', '\n'],
  ['\n2. ', '\n  '],
] as const

/** Marks that belong together, in each other and beside each other. */
const nested: fc.Arbitrary<string> = fc.letrec<{ text: string }>((tie) => ({
  text: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom('word', ' ', 'a b', '漢字', '🎉', '<b>', '\n', 'https://example.org'),
    anyOf(3),
    fc
      .tuple(fc.constantFrom(...pairs), tie('text'))
      .map(([[open, close], inner]) => `${open}x${inner}x${close}`),
    fc.tuple(tie('text'), fc.constantFrom(' ', '\n', ''), tie('text')).map((parts) => parts.join('')),
  ),
})).text

/** Texts as nobody writes them, and some that anybody might. */
export const writtenText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: nested },
  { weight: 3, arbitrary: anyOf(40) },
  {
    weight: 2,
    arbitrary: fc.string({ unit: fc.constantFrom(...'*_~`[]()>-1. \nab'.split('')), maxLength: 60 }),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
)
