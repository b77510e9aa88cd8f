import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { closeCodes } from '@parley/contracts/close-codes'
import { errorCodes, PublicErrorSchema } from '@parley/contracts/errors'
import { limits } from '@parley/contracts/limits'
import { answers, PushFrame, requestFrames } from '@parley/contracts/socket'
import t from 'tap'
import type { TSchema } from 'typebox'
import { Check, Errors } from 'typebox/value'

const page = await readFile(join(import.meta.dirname, '../../../docs/protocol.md'), 'utf8')

interface Example {
  /** The heading's name without its marks: `send`, `entry` … */
  heading: string
  frame: Record<string, unknown>
}

const examples = examplesIn(page)
/** A push may have the name of a request. */
const [before = '', after = ''] = page.split('\n## Pushes\n')
const [requests, pushes] = [examplesIn(before), examplesIn(after)]

function examplesIn(text: string): Example[] {
  return [...text.matchAll(/^###? `?([^`\n]+)`?$|^```json\n(.*?)^```$/gms)].reduce<{
    heading: string
    all: Example[]
  }>(
    ({ heading, all }, [, title, json]) =>
      json === undefined
        ? { heading: title ?? '', all }
        : { heading, all: [...all, { heading, frame: JSON.parse(json) as Record<string, unknown> }] },
    { heading: '', all: [] },
  ).all
}

function examplesOf(
  heading: string,
  type: string,
  among: readonly Example[] = examples,
): Record<string, unknown>[] {
  return among.filter((one) => one.heading === heading && one.frame.type === type).map(({ frame }) => frame)
}

function faults(schema: TSchema, value: unknown): string[] {
  return Check(schema, value)
    ? []
    : [...Errors(schema, value)].map(({ instancePath, message }) => `${instancePath} ${message}`)
}

t.test('every request is documented with an example that its schema takes', async (t) => {
  for (const [type, schema] of Object.entries(requestFrames)) {
    const found = examplesOf(type, type, requests)
    t.ok(found.length > 0, `${type} is documented`)
    for (const frame of found) t.strictSame(faults(schema, frame), [], type)
  }
})

t.test('so is every answer', async (t) => {
  for (const [type, schema] of Object.entries(answers)) {
    const found = examplesOf(type, 'answer')
    t.ok(found.length > 0, `the answer to ${type} is documented`)
    for (const { body } of found) t.strictSame(faults(schema, body), [], type)
  }
})

t.test('so is every push', async (t) => {
  const types = PushFrame.anyOf.map((frame) => frame.properties.type.const)
  for (const type of types) {
    const found = examplesOf(type, type, pushes)
    t.ok(found.length > 0, `${type} is documented`)
    for (const frame of found) t.strictSame(faults(PushFrame, frame), [], type)
  }
})

t.test('no frame is documented that does not exist', async (t) => {
  const known = new Set<unknown>([
    ...Object.keys(requestFrames),
    ...PushFrame.anyOf.map((frame) => frame.properties.type.const),
    'answer',
    'error',
  ])
  const typed = examples.filter(({ frame }) => 'type' in frame)
  t.strictSame(
    typed.filter(({ frame }) => !known.has(frame.type)),
    [],
  )
  t.ok(typed.length >= 2 * Object.keys(answers).length)
})

t.test('errors, close codes and limits are those of the contract', async (t) => {
  for (const { error } of [...examplesOf('Errors', 'error'), ...examples.map(({ frame }) => frame)]) {
    if (error !== undefined) t.strictSame(faults(PublicErrorSchema, error), [])
  }
  for (const code of errorCodes) t.match(page, `| \`${code}\` |`)
  for (const code of Object.values(closeCodes)) t.match(page, `| ${code} |`)
  const limitLines = page.slice(page.indexOf('## Limits'), page.indexOf('## Plain sockets'))
  const { sendBatch: _, ...public_ } = limits
  for (const [name, limit] of Object.entries(public_)) {
    t.match(limitLines, new RegExp(`\\b${limit.toLocaleString('en')}\\b`), name)
  }
})

t.test('every link within the page leads somewhere', async (t) => {
  const anchors = new Set(
    [...page.matchAll(/^##+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
  for (const [, anchor = ''] of page.matchAll(/\]\(#([^)]+)\)/g)) t.ok(anchors.has(anchor), anchor)
})
