import { type TcpProxy, tcpProxy } from '@parley/testing'

/** The connections of an installation, each through a proxy of its own. */
export class Wires {
  readonly all = new Map<string, TcpProxy>()

  /** A wire from `from` to `to`, which listens on `port`; returns the port to be used instead. */
  async between(from: string, to: string, port: number): Promise<number> {
    const proxy = await tcpProxy(port)
    this.all.set(`${from} → ${to}`, proxy)
    return proxy.port
  }

  async close(): Promise<void> {
    await Promise.all([...this.all.values()].map((proxy) => proxy.close()))
  }
}

/** Two parts of the clients, so that what happens to one can be held against the other. */
export const crowds = ['clients a', 'clients b'] as const

/** The ways in for each crowd to each gateway. */
export async function openDoors(
  wires: Wires,
  gateways: readonly { name: string; port: number }[],
): Promise<string[][]> {
  const doors: string[][] = []
  for (const crowd of crowds) {
    const ways: string[] = []
    for (const { name, port } of gateways) {
      ways.push(`http://127.0.0.1:${await wires.between(crowd, name, port)}`)
    }
    doors.push(ways)
  }
  return doors
}
