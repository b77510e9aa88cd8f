import type { FastifyInstance } from 'fastify'
import { adminReports } from './admin-reports.ts'
import { arrange } from './arrange.ts'
import { block } from './block.ts'
import { change } from './change.ts'
import { chat } from './chat.ts'
import { forward } from './forward.ts'
import { groups } from './groups/groups.ts'
import { history } from './history.ts'
import { home } from './home.ts'
import { inbox } from './inbox.ts'
import { login } from './login.ts'
import { logout } from './logout.ts'
import { messageLink } from './message-link.ts'
import type { RouteParts } from './pages.ts'
import { people } from './people.ts'
import { pinned } from './pinned.ts'
import { profile } from './profile.ts'
import { report } from './report.ts'
import { saved } from './saved.ts'
import { seen } from './seen.ts'
import { send } from './send.ts'
import { session } from './session.ts'
import { settings } from './settings.ts'
import { signup } from './signup.ts'
import { unread } from './unread.ts'

/** Every page and every route of the simple surface. */
export async function routes(app: FastifyInstance, parts: RouteParts): Promise<void> {
  home(app)
  login(app, parts)
  signup(app, parts)
  logout(app)
  session(app)
  people(app, parts)
  profile(app, parts)
  settings(app, parts)
  inbox(app, parts)
  chat(app, parts)
  send(app, parts)
  change(app, parts)
  messageLink(app)
  forward(app, parts)
  pinned(app, parts)
  saved(app, parts)
  arrange(app, parts)
  groups(app, parts)
  block(app, parts)
  report(app, parts)
  adminReports(app, parts)
  seen(app, parts)
  history(app)
  unread(app)
}
