import {
  browserStorage,
  browserWire,
  fetchHttp,
  memoryStorage,
  noLock,
  ParleyClient,
  wakeOn,
  webLock,
} from '@parley/client'
import { storageOf } from './account-store.ts'
import type { Page } from './page.ts'

const probesAfterMs = [300, 2_000]
const goneWithinMs = 1_500

/** The client of this page's account; it begins where the page was rendered. */
export function createSession({ viewer, csrfToken, chat }: Page, start: number | undefined): ParleyClient {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  const storage = storageOf(window)
  return new ParleyClient({
    openWire: browserWire(`${scheme}://${location.host}/ws/`),
    // The token belongs to the session of this page, and the header names its person: nothing is ever sent as another.
    http: fetchHttp({
      baseUrl: '',
      headers: () => ({ 'X-CSRFToken': csrfToken, 'X-Parley-User': viewer.id }),
    }),
    storage: storage === undefined ? memoryStorage() : browserStorage(viewer.id, storage, window),
    // Browsers have locks in secure contexts only. Without them two tabs may send the same message, which lands once.
    lock: 'locks' in navigator ? webLock(`parley.sender.${viewer.id}`, navigator.locks) : noLock,
    account: viewer.id,
    render: chat !== undefined,
    acknowledgesHeads: true,
    ...(chat === undefined || start === undefined ? {} : { start: { [chat.conversation]: start } }),
  })
}

/** Connects while the page is there, also when it comes back from the browser's memory. */
export function keepConnected(client: ParleyClient): void {
  const connect = () => {
    client.connect().catch((error: unknown) => reportError(error))
  }
  wakeOn(window, document, () => client.wake())
  // The browser says so: only a server on this very machine still answers, and soon. What was under way as the
  // network went may still come too, so it is asked once more when that is over.
  window.addEventListener('offline', () => {
    for (const afterMs of probesAfterMs) {
      setTimeout(() => {
        if (!navigator.onLine) client.wake(goneWithinMs)
      }, afterMs)
    }
  })
  // A page with an open socket or a lock could not be kept by the browser for the way back.
  window.addEventListener('pagehide', () => client.close())
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) connect()
  })
  document.addEventListener('visibilitychange', () => {
    // Hidden tabs run slowly: another one, if there is one, sends faster.
    if (document.visibilityState === 'hidden') client.yieldSending()
  })
  connect()
}
