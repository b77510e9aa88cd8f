import type { Operation } from '@parley/contracts'

/** Where and with what body an operation's input goes over HTTP: the inverse of `httpInput`. */
export function httpRequestOf(
  base: string,
  operation: Operation,
  input: object,
): { url: string; body?: string } {
  const rest = new Map(Object.entries(input).filter(([, value]) => value !== undefined))
  const path = operation.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = rest.get(name)
    rest.delete(name)
    return encodeURIComponent(String(value))
  })
  const url = new URL(path, base)
  if (operation.method !== 'GET') return { url: url.href, body: JSON.stringify(Object.fromEntries(rest)) }
  for (const [name, value] of rest) url.searchParams.set(name, String(value))
  return { url: url.href }
}
