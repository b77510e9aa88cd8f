import type { ServerFrame } from '@parley/contracts/socket'

const known = new Set([
  'answer',
  'error',
  'entry',
  'receipt',
  'head',
  'unread',
  'presence',
  'person',
  'typing',
  'arranged',
  'left',
  'resume',
])

/** A frame of the server, or undefined for what this version does not know. */
export function parseFrame(text: string): ServerFrame | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined
  return typeof value.type === 'string' && known.has(value.type) ? (value as ServerFrame) : undefined
}
