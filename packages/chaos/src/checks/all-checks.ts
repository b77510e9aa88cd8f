import type { History } from '../history.ts'
import { acknowledgedOnce } from './acknowledged-once.ts'
import { allFinished } from './all-finished.ts'
import { arrangedKept } from './arranged-kept.ts'
import { bounded } from './bounded.ts'
import { deletedGone } from './deleted-gone.ts'
import { endsWithLog } from './ends-with-log.ts'
import { framesAgree } from './frames-agree.ts'
import { noneDoubled } from './none-doubled.ts'
import { nothingAfterLogout } from './nothing-after-logout.ts'
import { oneOrder } from './one-order.ts'
import { outIsOut } from './out-is-out.ts'
import { outsidersSeeNothing } from './outsiders-see-nothing.ts'
import { pinsTrue } from './pins-true.ts'
import { plainInTurn } from './plain-in-turn.ts'
import { pointersTrue } from './pointers-true.ts'
import { presenceTrue } from './presence-true.ts'
import { reactionsStand } from './reactions-stand.ts'
import { sendersOrder } from './senders-order.ts'
import { unreadTrue } from './unread-true.ts'
import type { Check, Violation } from './violation.ts'

/** Every promise that is checked. */
export const checks: readonly Check[] = [
  acknowledgedOnce,
  noneDoubled,
  deletedGone,
  reactionsStand,
  pinsTrue,
  arrangedKept,
  oneOrder,
  sendersOrder,
  endsWithLog,
  framesAgree,
  plainInTurn,
  unreadTrue,
  pointersTrue,
  presenceTrue,
  outsidersSeeNothing,
  outIsOut,
  nothingAfterLogout,
  bounded,
  allFinished,
]

/** All violations that a history shows. */
export function checkHistory(history: History): Violation[] {
  return checks.flatMap((check) => check(history))
}
