import { redisPresence } from '../../src/presence/redis-presence.ts'

// A gateway of its own, to be killed: holds one person in the presence that its arguments name.
const [url = '', prefix = '', leaseMs = '', user = ''] = process.argv.slice(2)
redisPresence({ url, prefix, leaseMs: Number(leaseMs) }).enter(user)
