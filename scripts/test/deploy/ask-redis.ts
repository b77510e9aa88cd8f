import { connect } from 'node:net'

/** Sends commands as a person would type them into a connection, QUIT last, and gives all that Redis said. */
export function askRedis(port: number, ...commands: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let said = ''
    socket.setTimeout(5_000, () => socket.destroy(new Error('Redis said nothing for 5 s')))
    socket.on('data', (chunk) => {
      said += String(chunk)
    })
    socket.once('error', reject)
    socket.once('close', () => resolve(said))
    socket.write(`${[...commands, 'QUIT'].join('\r\n')}\r\n`)
  })
}
