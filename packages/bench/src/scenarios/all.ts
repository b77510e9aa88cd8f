import type { Scenario } from '../scenario.ts'
import { chat } from './chat.ts'
import { connect } from './connect.ts'
import { fallback } from './fallback.ts'
import { fanout } from './fanout.ts'
import { group } from './group.ts'
import { grow } from './grow.ts'
import { history } from './history.ts'
import { idle } from './idle.ts'
import { inbox } from './inbox.ts'
import { latency } from './latency.ts'
import { presence } from './presence.ts'
import { recover } from './recover.ts'
import { unread } from './unread.ts'
import { ws } from './ws.ts'

/** In the order in which they run when none is named. */
export const scenarios: readonly Scenario[] = [
  chat,
  ws,
  latency,
  connect,
  history,
  inbox,
  unread,
  fallback,
  fanout,
  group,
  presence,
  idle,
  recover,
  grow,
]
